package dev.moim.signaling.sdp;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What `a=rid` and `a=simulcast` say of the layers that a section sends (RFC 8851, RFC 8853).
final class Layers {
    private static final int MAX_LAYERS = 8;
    /// What fits the one-byte header extension (RFC 8285 section 4.2).
    private static final int MAX_RID = 16;

    private final Set<String> sent = new LinkedHashSet<>();
    private String simulcast = "";

    void onRid(String value, int line) {
        List<String> words = Grammar.words(value);
        if (words.size() < 2) {
            throw SdpException.at(line, "a=rid is an id and a direction");
        }
        if (words.get(1).equals("send")) {
            if (sent.size() == MAX_LAYERS) {
                throw SdpException.at(line, "at most " + MAX_LAYERS + " layers");
            }
            if (!sent.add(Grammar.name(words.getFirst(), MAX_RID, "a=rid", line))) {
                throw SdpException.at(line, "two layers have the same a=rid");
            }
        }
    }

    void onSimulcast(String value) {
        simulcast = value;
    }

    /// The layers in the order of `a=simulcast:send`; of alternatives for one layer the first.
    List<Rid> layers() {
        var layers = new ArrayList<Rid>();
        var left = new LinkedHashSet<>(sent);
        List<String> words = Grammar.words(simulcast);
        for (int i = 0; i + 1 < words.size(); i += 2) {
            if (!words.get(i).equals("send")) {
                continue;
            }
            for (String layer : Grammar.pieces(';', words.get(i + 1))) {
                String first = Grammar.before(',', layer);
                boolean paused = first.startsWith("~");
                String id = paused ? first.substring(1) : first;
                if (left.remove(id)) {
                    layers.add(new Rid(id, paused));
                }
            }
        }
        return layers;
    }
}
