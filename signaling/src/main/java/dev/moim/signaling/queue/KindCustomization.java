package dev.moim.signaling.queue;

import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;

/// Lets a scheduler take the jobs of one kind only, so that a flood of one kind does not hold up another.
final class KindCustomization extends DefaultJdbcCustomization {
    private final String kind;

    KindCustomization(String kind) {
        super(false);
        if (!kind.matches("[a-z][a-z-]*")) {
            throw new IllegalArgumentException("a kind has small letters and hyphens: " + kind);
        }
        this.kind = kind;
    }

    @Override
    public String createSelectDueQuery(String table, int limit, String andCondition, boolean orderByPriority) {
        return super.createSelectDueQuery(
                table, limit, " and task_name = '" + kind + "' " + andCondition, orderByPriority);
    }
}
