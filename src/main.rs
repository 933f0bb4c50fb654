//! Starts the page.

fn main() {
    sales_workbench::browser::start();
}
