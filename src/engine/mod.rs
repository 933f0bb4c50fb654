//! What a calculator is: recorded sheets and their evaluation.
