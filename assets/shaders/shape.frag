#version 330 core
// Signed distances in pixels, negative inside. SHAPE, defined by who compiles this: 0 box, 1 arrow, 2 disc, 3 house, 4 ring, 5 dashed ring.
in vec2 v_px;
flat in vec2 v_half;
flat in vec4 v_kind;
flat in vec4 v_fill;
flat in vec4 v_outline;
out vec4 o_colour;

float box(vec2 p, vec2 half_size, float radius) {
    vec2 q = abs(p) - half_size + radius;
    return length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - radius;
}

float segment(vec2 p, vec2 a, vec2 b) {
    vec2 ab = b - a;
    return length(p - a - ab * clamp(dot(p - a, ab) / dot(ab, ab), 0.0, 1.0));
}

float side(vec2 p, vec2 a, vec2 b) { return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x); }

float arrow(vec2 p, float size) {
    p.x = abs(p.x);
    vec2 tip = vec2(0.0, -0.94) * size, wing = vec2(0.74, 0.80) * size, notch = vec2(0.0, 0.44) * size;
    float away = min(segment(p, tip, wing), segment(p, wing, notch));
    bool inside = side(p, tip, wing) > 0.0 && side(p, wing, notch) > 0.0;
    return (inside ? -away : away) - 0.06 * size;
}

float house(vec2 p, float size) {
    p.x = abs(p.x);
    float roof = max(dot(p - vec2(0.0, -0.95) * size, vec2(0.69, -0.72)), p.y - 0.02 * size);
    float walls = box(p - vec2(0.0, 0.40) * size, vec2(0.68, 0.44) * size, 0.06 * size);
    float door = box(p - vec2(0.0, 0.62) * size, vec2(0.20, 0.30) * size, 0.0);
    return max(min(roof, walls), -door);
}

float ring(vec2 p, float radius, float stroke) { return abs(length(p) - radius) - stroke * 0.5; }

float dashed(vec2 p, float radius, float stroke) {
    const float kTurn = 6.28318531;
    float count = max(8.0, floor(radius * kTurn / (stroke * 4.5)));
    float step_angle = kTurn / count;
    float angle = mod(atan(p.y, p.x), step_angle) - step_angle * 0.5;
    float beyond = (abs(angle) - step_angle * 0.28) * radius;
    return max(ring(p, radius, stroke), beyond);
}

float distance_px() {
#if SHAPE == 1
    return arrow(v_px, v_half.x);
#elif SHAPE == 2
    return length(v_px) - v_half.x;
#elif SHAPE == 3
    return house(v_px, v_half.x);
#elif SHAPE == 4
    return ring(v_px, v_half.x - v_kind.y, v_kind.y);
#elif SHAPE == 5
    return dashed(v_px, v_half.x - v_kind.y, v_kind.y);
#else
    return box(v_px, v_half, v_kind.y);
#endif
}

void main() {
    float d = distance_px();
    float hollow = v_kind.z;
    vec4 fill = v_fill;
    if (hollow > 0.0) {
        float within = clamp(0.5 - (d + hollow), 0.0, 1.0);
        fill = mix(fill, vec4(v_outline.rgb, v_outline.a * 0.62), within);
    }
    float inner = clamp(0.5 - d, 0.0, 1.0);
    float outer = clamp(0.5 - (d - v_kind.w), 0.0, 1.0);
    vec4 colour = mix(v_outline, fill, v_kind.w > 0.0 ? inner : 1.0);
    o_colour = vec4(colour.rgb, colour.a * outer);
}
