#version 330 core
// Glyphs: a quad each, out of the atlas of signed distances.
layout(location = 0) in vec4 a_rect_px;    // left, top, width, height
layout(location = 1) in vec4 a_texels;     // left, top, right, bottom
layout(location = 2) in vec4 a_colour;
layout(location = 3) in vec4 a_halo;
layout(location = 4) in vec2 a_range_halo; // pixels from 0 to 1 in the atlas; halo width in pixels
uniform vec2 u_viewport_px;
uniform sampler2D u_atlas;
out vec2 v_at;
flat out vec4 v_colour;
flat out vec4 v_halo;
flat out vec2 v_range_halo;

void main() {
    vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1));
    v_at = mix(a_texels.xy, a_texels.zw, corner) / vec2(textureSize(u_atlas, 0));
    v_colour = a_colour;
    v_halo = a_halo;
    v_range_halo = a_range_halo;
    vec2 ndc = (a_rect_px.xy + a_rect_px.zw * corner) / u_viewport_px * 2.0 - 1.0;
    gl_Position = vec4(ndc.x, -ndc.y, 0.0, 1.0);
}
