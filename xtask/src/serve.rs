//! The page on this machine: files as they are, as any static host would give them.

use std::fs::File;
use std::path::{Component, Path, PathBuf};

use tiny_http::{Header, Request, Response, Server};

use crate::build;
use crate::run::{Failure, root, say, step};

/// `serve`, `serve --dev`, `serve --port N`.
pub fn command(options: &[&str]) -> Result<(), Failure> {
    let port = options.iter().skip_while(|option| **option != "--port").nth(1).and_then(|port| port.parse().ok());
    if options.contains(&"--dev") {
        build::prepare()?;
        let port = port.unwrap_or(8080).to_string();
        let arguments = ["serve", "--offline", "--address", "127.0.0.1", "--port", &port];
        return step("serving, with a rebuild at every change", "trunk", &arguments, &build::environment("quick"));
    }
    build::release()?;
    serve(&root().join("dist"), port.unwrap_or(8080))
}

fn serve(folder: &Path, port: u16) -> Result<(), Failure> {
    let server = (port..port.saturating_add(20)).find_map(|port| Some((port, Server::http(("127.0.0.1", port)).ok()?)));
    let (port, server) = server.ok_or_else(|| Failure::Step(format!("no free port from {port} on")))?;
    say(&format!("Sales workbench: http://127.0.0.1:{port}/   (Ctrl+C ends it)"));
    for request in server.incoming_requests() {
        // A visitor who leaves early is no fault of ours.
        let _ = answer(folder, request);
    }
    Ok(())
}

fn answer(folder: &Path, request: Request) -> std::io::Result<()> {
    let path = request.url().split(['?', '#']).next().unwrap_or("/").trim_start_matches('/').to_owned();
    match open(folder, &path) {
        Some((path, file)) => {
            let kind =
                Header::from_bytes("Content-Type", kind(&path)).map_err(|()| std::io::ErrorKind::InvalidInput)?;
            request.respond(Response::from_file(file).with_header(kind))
        }
        None => request.respond(Response::from_string("not found").with_status_code(404)),
    }
}

/// The file of a path inside the folder; nothing outside it.
fn open(folder: &Path, path: &str) -> Option<(PathBuf, File)> {
    let inside = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    let path = folder.join(if path.is_empty() { "index.html" } else { path });
    let file = inside.then(|| File::open(&path).ok()).flatten()?;
    file.metadata().is_ok_and(|data| data.is_file()).then_some((path, file))
}

fn kind(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("txt") => "text/plain; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}
