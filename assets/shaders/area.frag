#version 330 core
// Areas: a fill and a hatch on it. The hatch keeps its size on the screen and moves with the map.
flat in int v_area;
in vec2 v_px;
in vec2 v_place;
uniform sampler2D u_styles;   // a row per area: fill, hatch colour, (pattern, -, -, -) / 255
uniform vec2 u_hatch_px;      // where the hatch begins
uniform int u_context_row;    // the row of the land around, which fades where it was cut off
uniform vec2 u_cut_low, u_cut_high;
uniform float u_fade;
uniform float u_scale;        // pixels per logical pixel
out vec4 o_colour;

// All periods divide 1680, so the anchor may be taken modulo that.
float band(float x, float period, float width) {
    float away = abs(mod(x, period) - period * 0.5);
    return clamp((width * 0.5 - away) * u_scale + 0.5, 0.0, 1.0);
}

float dot_at(vec2 p, float period, float radius) {
    vec2 q = mod(p, period) - period * 0.5;
    return clamp((radius - length(q)) * u_scale + 0.5, 0.0, 1.0);
}

float dashes(vec2 p) {
    float row = floor(p.y / 8.0);
    vec2 q = vec2(mod(p.x + mod(row, 2.0) * 10.0, 20.0) - 10.0, mod(p.y, 8.0) - 4.0);
    vec2 beyond = vec2(max(abs(q.x) - 4.5, 0.0), q.y);
    return clamp((1.3 - length(beyond)) * u_scale + 0.5, 0.0, 1.0);
}

float checks(vec2 p) {
    float a = clamp((abs(mod(p.x, 12.0) - 6.0) - 3.0) * u_scale + 0.5, 0.0, 1.0);
    float b = clamp((abs(mod(p.y, 12.0) - 6.0) - 3.0) * u_scale + 0.5, 0.0, 1.0);
    return a + b - 2.0 * a * b;
}

float hatch(int pattern, vec2 p) {
    const float kRoot = 0.70710678;
    if (pattern == 1) return band((p.x + p.y) * kRoot, 14.0 * kRoot, 3.4);
    if (pattern == 2) return max(band((p.x + p.y) * kRoot, 12.0 * kRoot, 1.7), band((p.x - p.y) * kRoot, 12.0 * kRoot, 1.7));
    if (pattern == 3) return max(dot_at(p, 14.0, 1.9), dot_at(p + 7.0, 14.0, 1.9));
    if (pattern == 4) return band(p.y, 8.0, 2.2);
    if (pattern == 5) return band(p.x, 8.0, 2.2);
    if (pattern == 6) return dashes(p);
    if (pattern == 7) return checks(p);
    return 0.0;
}

void main() {
    vec4 fill = texelFetch(u_styles, ivec2(0, v_area), 0);
    int pattern = int(texelFetch(u_styles, ivec2(2, v_area), 0).r * 255.0 + 0.5);
    if (v_area == u_context_row && u_fade > 0.0) {
        vec2 inwards = min(v_place - u_cut_low, u_cut_high - v_place);
        fill.a *= smoothstep(0.0, u_fade, min(inwards.x, inwards.y));
    }
    o_colour = fill;
    if (pattern != 0) {
        vec4 ink = texelFetch(u_styles, ivec2(1, v_area), 0);
        float share = hatch(pattern, (v_px - u_hatch_px) / u_scale) * ink.a;
        o_colour = vec4(mix(fill.rgb, ink.rgb, share), fill.a);
    }
}
