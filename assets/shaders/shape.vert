#version 330 core
// Marks, rings, plates: a rotated quad with room for the outline and the feather.
layout(location = 0) in vec2 a_centre_px;
layout(location = 1) in vec2 a_half_px;
layout(location = 2) in vec2 a_turn;       // cosine and sine, clockwise on the screen
layout(location = 3) in vec4 a_kind;       // shape, parameter, hollow stroke px, outline px
layout(location = 4) in vec4 a_fill;
layout(location = 5) in vec4 a_outline;
uniform vec2 u_viewport_px;
out vec2 v_px;
flat out vec2 v_half;
flat out vec4 v_kind;
flat out vec4 v_fill;
flat out vec4 v_outline;

void main() {
    vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0;
    v_px = corner * (a_half_px + a_kind.w + 1.5);
    v_half = a_half_px;
    v_kind = a_kind;
    v_fill = a_fill;
    v_outline = a_outline;
    vec2 turned = vec2(v_px.x * a_turn.x - v_px.y * a_turn.y, v_px.x * a_turn.y + v_px.y * a_turn.x);
    vec2 ndc = (a_centre_px + turned) / u_viewport_px * 2.0 - 1.0;
    gl_Position = vec4(ndc.x, -ndc.y, 0.0, 1.0);
}
