//! Badges carried inside pictures: reading them out of, and writing them into, PNG and SVG files.
