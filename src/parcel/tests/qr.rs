//! A QR code that is drawn can be read: it has the size that its text needs, and none is drawn denser than a phone reads.

use workbench_parcel::qr::{DENSEST, TooDense, code};

#[test]
fn the_path_holds_every_dark_module_once() {
    let drawn = code("https://example.org/#/open/1abc").unwrap();
    let mut dark = vec![vec![false; drawn.size]; drawn.size];
    for run in drawn.path.split('M').skip(1) {
        let (x, rest) = run.split_once(' ').unwrap();
        let (y, rest) = rest.split_once('h').unwrap();
        let (length, _) = rest.split_once('v').unwrap();
        let (x, y, length): (usize, usize, usize) = (x.parse().unwrap(), y.parse().unwrap(), length.parse().unwrap());
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
