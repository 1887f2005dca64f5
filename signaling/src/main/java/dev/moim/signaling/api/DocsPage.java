package dev.moim.signaling.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// Makes a page of an OpenAPI document: plain HTML without scripts, so that the strictest policy suits it.
final class DocsPage {
    private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

    private final Map<?, ?> document;
    private final StringBuilder html = new StringBuilder();

    private DocsPage(Map<?, ?> document) {
        this.document = document;
    }

    static String render(String yaml) {
        Object loaded = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        return new DocsPage((Map<?, ?>) loaded).render();
    }

    private String render() {
        Map<?, ?> info = map(document, "info");
        html.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width\"><title>REST API</title>")
                .append("<link rel=\"stylesheet\" href=\"/docs/style.css\"></head><body><main><h1>")
                .append(escape(text(info, "title")))
                .append(": REST API</h1>");
        paragraphs(text(info, "description"));
        html.append("<p>For programs: <a href=\"/openapi.yml\">openapi.yml</a></p>");
        for (Object tag : list(document, "tags")) {
            section((Map<?, ?>) tag);
        }
        return html.append("</main></body></html>").toString();
    }

    private void section(Map<?, ?> tag) {
        html.append("<h2>").append(escape(text(tag, "description"))).append("</h2>");
        map(document, "paths").forEach((path, item) -> {
            for (String method : METHODS) {
                Map<?, ?> operation = map((Map<?, ?>) item, method);
                if (list(operation, "tags").contains(text(tag, "name"))) {
                    operation(method, String.valueOf(path), (Map<?, ?>) item, operation);
                }
            }
        });
    }

    private void operation(String method, String path, Map<?, ?> item, Map<?, ?> operation) {
        html.append("<details id=\"")
                .append(escape(text(operation, "operationId")))
                .append("\"><summary><b>")
                .append(method.toUpperCase(java.util.Locale.ROOT))
                .append("</b> <code>")
                .append(escape(path))
                .append("</code> ")
                .append(escape(text(operation, "summary")))
                .append("</summary>");
        paragraphs(text(operation, "description"));
        parameters(item, operation);
        Map<?, ?> body = map(operation, "requestBody");
        if (!body.isEmpty()) {
            html.append("<h3>Body</h3>");
            content(body);
        }
        html.append("<h3>Answers</h3>");
        map(operation, "responses").forEach((status, response) -> {
            Map<?, ?> answer = resolve(response);
            html.append("<p><b>").append(status).append("</b> ").append(escape(text(answer, "description")));
            html.append("</p>");
            if (String.valueOf(status).startsWith("2")) {
                content(answer);
            }
        });
        html.append("</details>");
    }

    private void parameters(Map<?, ?> item, Map<?, ?> operation) {
        var all = new ArrayList<Object>(list(item, "parameters"));
        all.addAll(list(operation, "parameters"));
        if (all.isEmpty()) {
            return;
        }
        html.append("<h3>Parameters</h3><table>");
        for (Object one : all) {
            Map<?, ?> parameter = resolve(one);
            row(text(parameter, "name"), text(parameter, "in"), text(parameter, "description"));
        }
        html.append("</table>");
    }

    private void content(Map<?, ?> message) {
        map(message, "content").forEach((type, media) -> {
            html.append("<p><code>").append(escape(String.valueOf(type))).append("</code></p><table>");
            properties("", resolve(map((Map<?, ?>) media, "schema")));
            html.append("</table>");
        });
    }

    private void properties(String prefix, Map<?, ?> schema) {
        List<?> required = list(schema, "required");
        map(schema, "properties").forEach((name, property) -> {
            Map<?, ?> resolved = resolve(property);
            Map<?, ?> items = resolve(map(resolved, "items"));
            String path = prefix + name + (items.isEmpty() ? "" : "[]");
            row(
                    path,
                    kind(resolved, items) + (required.contains(name) ? "" : ", may be absent"),
                    description(property));
            properties(path + ".", items.isEmpty() ? resolved : items);
        });
    }

    private String description(Object property) {
        String own = text((Map<?, ?>) property, "description");
        return own.isEmpty() ? text(resolve(property), "description") : own;
    }

    private static String kind(Map<?, ?> schema, Map<?, ?> items) {
        List<?> values = list(schema, "enum");
        String kind = values.isEmpty()
                ? text(schema, "type")
                : values.stream().map(String::valueOf).collect(Collectors.joining(" | "));
        if (kind.isEmpty()) {
            kind = text(schema, "const");
        }
        if (schema.get("minimum") != null && schema.get("maximum") != null) {
            kind += " " + schema.get("minimum") + " to " + schema.get("maximum");
        }
        if (schema.get("maxLength") != null) {
            kind += ", at most " + schema.get("maxLength") + " characters";
        }
        return items.isEmpty() ? kind : "list of " + text(items, "type");
    }

    private void row(String... cells) {
        html.append("<tr>");
        for (int i = 0; i < cells.length; i++) {
            html.append(i == 0 ? "<th scope=\"row\"><code>" : "<td>")
                    .append(i == 0 ? escape(cells[i]) : marked(cells[i]))
                    .append(i == 0 ? "</code></th>" : "</td>");
        }
        html.append("</tr>");
    }

    private void paragraphs(String text) {
        for (String paragraph : text.strip().split("\n\n")) {
            if (!paragraph.isBlank()) {
                html.append("<p>").append(marked(paragraph)).append("</p>");
            }
        }
    }

    /// Backticks become code; everything else is text.
    private static String marked(String text) {
        return escape(text).replaceAll("`([^`]+)`", "<code>$1</code>");
    }

    private Map<?, ?> resolve(Object node) {
        Map<?, ?> here = (Map<?, ?>) node;
        if (!(here.get("$ref") instanceof String reference)) {
            return here;
        }
        Map<?, ?> target = document;
        for (String step : reference.substring(2).split("/")) {
            target = map(target, step);
        }
        return resolve(target);
    }

    private static Map<?, ?> map(Map<?, ?> from, String key) {
        return from.get(key) instanceof Map<?, ?> found ? found : Map.of();
    }

    private static List<?> list(Map<?, ?> from, String key) {
        return from.get(key) instanceof List<?> found ? found : List.of();
    }

    private static String text(Map<?, ?> from, String key) {
        Object found = from.get(key);
        return found == null ? "" : String.valueOf(found);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
