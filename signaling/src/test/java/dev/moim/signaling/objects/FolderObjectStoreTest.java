package dev.moim.signaling.objects;

import java.util.Map;

/// The default: a folder beside the database.
class FolderObjectStoreTest extends ObjectStoreContract {
    @Override
    Map<String, Object> settings() {
        return Map.of();
    }
}
