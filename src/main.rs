//! Starts the page.

fn main() {
    sales_workbench::ui::start();
}
