//! What makes the page installable and lets it work offline: its icons and manifest under hashed names, and the service worker
//! with the list of all files.

use std::path::Path;

use crate::build::{hash, write_hashed};
use crate::run::{Failure, names, read, read_bytes, root, write};

/// The icons, as they stand in `icons/`.
const ICONS: [&str; 4] = ["icon.svg", "icon-192.png", "icon-512.png", "maskable-512.png"];

/// The manifest.
const MANIFEST: &str = "manifest.webmanifest";

/// The service worker, and the kill switch that can be put in its place. Both keep their names: browsers look for them there.
const SERVICE: &str = "service.js";
const RETIRE: &str = "retire.js";

/// Where the loader finds the release and the service worker: an attribute of its script.
const ATTRIBUTES: &str = " data-service=\"\"";

/// The parts of the loader, in the order in which they build on each other; `boot.js` comes last.
const LOADER: [&str; 5] = ["base", "failure", "safe", "crash", "service"];

/// The loader as one script.
pub fn loader() -> Result<String, Failure> {
    let folder = root().join("src/recovery");
    let boot = root().join("src/boot.js");
    LOADER.iter().map(|part| read(&folder.join(format!("{part}.js")))).chain([read(&boot)]).collect()
}

/// Puts the icons and the manifest beside the page, and names them in it.
pub fn icons(staging: &Path, page: &str) -> Result<String, Failure> {
    let folder = root().join("icons");
    let mut manifest = read(&folder.join(MANIFEST))?;
    let mut page = page.to_owned();
    for icon in ICONS {
        let content = read_bytes(&folder.join(icon))?;
        let name = write_hashed(staging, icon, &content)?;
        manifest = manifest.replace(&format!("\"{icon}\""), &format!("\"{name}\""));
        page = page.replace(&format!("\"{icon}\""), &format!("\"{name}\""));
    }
    let name = write_hashed(staging, MANIFEST, manifest.as_bytes())?;
    Ok(page.replace(&format!("\"{MANIFEST}\""), &format!("\"{name}\"")))
}

/// Writes the service worker for all that lies beside the page by now, and the release into the page. A page that is being
/// developed has none.
pub fn service(staging: &Path, page: &str, developing: bool) -> Result<String, Failure> {
    if developing {
        return Ok(page.replace(ATTRIBUTES, ""));
    }
    let apart = ["index.html", SERVICE, RETIRE];
    let mut files = names(staging)?;
    files.retain(|file| !apart.contains(&file.as_str()));
    let files = files.join(" ");
    // Every file's name says what is in it, and so does the page.
    let release = format!("{:016x}", hash(format!("{files}\n{page}").as_bytes()));
    for script in [SERVICE, RETIRE] {
        let text = read(&root().join("src").join(script))?;
        write(&staging.join(script), text.replace("{{release}}", &release).replace("{{files}}", &files))?;
    }
    Ok(page.replace(ATTRIBUTES, &format!(" data-service=\"{SERVICE}\" data-release=\"{release}\"")))
}
