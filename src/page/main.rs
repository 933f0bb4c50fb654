//! Starts the page; in a worker, what serves the page.

fn main() {
    if sales_workbench::browser::worker::is_worker() {
        sales_workbench::browser::worker::serve();
    } else {
        sales_workbench::ui::start();
    }
}
