import { ok } from "./assert.ts";

// WCAG 2.2, 1.4.3 and 1.4.11: text 4.5 to 1, controls and icons 3 to 1, in both themes.
const TEXT = [
  ["text", ["background", "surface", "raised", "tile", "hover"]],
  ["muted", ["background", "surface", "raised", "tile"]],
  ["accent", ["background", "surface", "raised"]],
  ["danger", ["background", "surface", "raised"]],
  ["on-accent", ["accent", "accent-hover"]],
  ["on-danger", ["danger", "danger-hover"]],
] as const;
const SHAPES = [
  ["success", ["background", "tile"]],
  ["warning", ["background", "raised"]],
  ["control-line", ["surface", "background"]],
  ["accent", ["background", "surface"]],
] as const;
const HUES = Array.from({ length: 12 }, (_, i) => i);

const css = await Deno.readTextFile(new URL("../src/styles/tokens.css", import.meta.url));

function tokens(selector: string): ReadonlyMap<string, string> {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf("\n}", start));
  return new Map([...block.matchAll(/--([\w-]+): ([^;]+);/g)].map(([, name, value]) => [name ?? "", value ?? ""]));
}

type Colour = readonly [number, number, number];

function hex(value: string): Colour {
  ok(/^#[0-9a-f]{6}$/.test(value), value);
  return [1, 3, 5].map((at) => parseInt(value.slice(at, at + 2), 16) / 255) as unknown as Colour;
}

function hsl(hue: number, saturation: number, lightness: number): Colour {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const part = (n: number) => {
    const k = (n + hue / 30) % 12;
    return lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1));
  };
  return [part(0), part(8), part(4)];
}

const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);

const luminance = ([red, green, blue]: Colour) => 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);

function contrast(one: Colour, other: Colour): number {
  const [dark = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dark + 0.05);
}

for (const theme of ["dark", "light"]) {
  Deno.test(`letters and controls stand out, ${theme}`, () => {
    const values = tokens(`:root[data-theme="${theme}"]`);
    for (const [pairs, least] of [[TEXT, 4.5], [SHAPES, 3]] as const) {
      for (const [front, backs] of pairs) {
        for (const back of backs) {
          const seen = contrast(hex(values.get(front) ?? ""), hex(values.get(back) ?? ""));
          ok(seen >= least, `${front} on ${back}: ${seen.toFixed(2)}`);
        }
      }
    }
  });
}

Deno.test("initials stand out on every colour a person can have", () => {
  const all = tokens(":root");
  const lightness = parseFloat(all.get("avatar-lightness") ?? "") / 100;
  for (const hue of HUES) {
    const value = Number(css.match(new RegExp(`\\.hue-${hue} \\{ --hue: (\\d+)`))?.[1]);
    const seen = contrast(hex(all.get("on-picture") ?? ""), hsl(value, 0.38, lightness));
    ok(seen >= 4.5, `hue ${value}: ${seen.toFixed(2)}`);
  }
});
