//! SVG to PNG.

use resvg::tiny_skia::{Pixmap, PremultipliedColorU8, Transform};
use resvg::usvg;

/// Draws `svg` on a transparent ground of so many pixels; it fills the width. The error says why it cannot.
pub(in crate::appearance) fn png(svg: &str, width: u16, height: u16) -> Result<Vec<u8>, String> {
    let tree = usvg::Tree::from_str(svg, &usvg::Options::default()).map_err(|fault| fault.to_string())?;
    let mut canvas = Pixmap::new(width.into(), height.into()).ok_or("the picture has no size")?;
    let scale = f32::from(width) / tree.size().width();
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut canvas.as_mut());
    let straight = canvas.pixels().iter().map(PremultipliedColorU8::demultiply);
    let straight: Vec<u8> = straight.flat_map(|c| [c.red(), c.green(), c.blue(), c.alpha()]).collect();
    encode(&straight, width.into(), height.into()).map_err(|fault| fault.to_string())
}

fn encode(pixels: &[u8], width: u32, height: u32) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    // Drawn once, sent many times: small is worth some milliseconds.
    encoder.set_compression(png::Compression::High);
    encoder.set_source_srgb(png::SrgbRenderingIntent::Perceptual);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(bytes)
}
