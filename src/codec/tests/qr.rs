//! A QR code that is drawn can be read: it has the size that its text needs, and none is drawn denser than a phone reads.

use std::collections::BTreeSet;

use workbench_codec::qr::{Code, DENSEST, QUIET, TooDense, code};

/// The dark runs of a code: from where, in which row, how long.
fn runs(drawn: &Code) -> Vec<(usize, usize, usize)> {
    let run = |text: &str| {
        let (x, rest) = text.split_once(' ')?;
        let (y, rest) = rest.split_once('h')?;
        let (length, _) = rest.split_once('v')?;
        Some((x.parse().ok()?, y.parse().ok()?, length.parse().ok()?))
    };
    drawn.path.split('M').skip(1).map(|text| run(text).unwrap_or_else(|| panic!("{text} is no run"))).collect()
}

#[test]
fn the_path_holds_every_dark_module_once() {
    let drawn = code("https://example.org/#/open/1abc").unwrap();
    let mut dark = vec![vec![false; drawn.size]; drawn.size];
    for (x, y, length) in runs(&drawn) {
        for module in &mut dark[y][x..x + length] {
            assert!(!std::mem::replace(module, true), "{x} {y} twice");
        }
    }
    // The three marks at the corners, by which a reader finds the code.
    let ring = |x: usize, y: usize| (0..7).all(|at| dark[y][x + at] && dark[y + 6][x + at] && dark[y + at][x]);
    assert!(ring(0, 0) && ring(drawn.size - 7, 0) && ring(0, drawn.size - 7));
}

#[test]
fn what_no_phone_could_read_is_not_drawn() {
    let densest = code(&"x".repeat(1_273)).unwrap();
    assert_eq!(densest.size, usize::from(DENSEST) * 4 + 17);
    assert_eq!(code(&"x".repeat(1_274)), Err(TooDense));
    assert_eq!(code(&"x".repeat(2 << 20)), Err(TooDense));
}

/// What an independent reader finds in a code that is drawn, each module so many pixels wide.
fn read(drawn: &Code, scale: usize) -> Option<String> {
    let side = (drawn.size + 2 * QUIET) * scale;
    let mut light = vec![vec![true; side]; side];
    for (x, y, length) in runs(drawn) {
        for row in &mut light[(y + QUIET) * scale..(y + 1 + QUIET) * scale] {
            row[(x + QUIET) * scale..(x + length + QUIET) * scale].fill(false);
        }
    }
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| if light[y][x] { 255 } else { 0 });
    image.detect_grids().first().and_then(|grid| grid.decode().ok()).map(|(_, text)| text)
}

#[test]
fn every_size_of_code_is_read_by_an_independent_reader() {
    let mut sizes = BTreeSet::new();
    for length in (20..1_273).step_by(12).chain([1_273]) {
        let text: String = (0..length).map(|at: usize| char::from(b'0' + (at * at * 7 + at) as u8 % 75)).collect();
        let drawn = code(&text).unwrap();
        if sizes.insert(drawn.size) {
            assert_eq!(read(&drawn, 4).as_deref(), Some(&*text), "{} modules, {length} characters", drawn.size);
        }
    }
    assert_eq!(sizes.last(), Some(&(usize::from(DENSEST) * 4 + 17)));
    assert!(sizes.len() > 20, "{sizes:?}");
}
