//! Keeps the relocations in the page's module, by which the build cuts it into parts (`xtask/src/split.rs`).

fn main() {
    if std::env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "wasm32") {
        println!("cargo::rustc-link-arg-bin=workbench=--emit-relocs");
    }
    println!("cargo::rerun-if-changed=build.rs");
}
