//! The step of the value map: how rivals score on average, attribute by attribute.

use crate::engine::{Arguments, Function, Key, Outputs};

/// The rivals' average score in each attribute. Given: the scores, rival by rival, and the weight of each attribute.
pub static RIVALS_SCORE: Function = Function { key: "rivals_score", evaluate: rivals_score, columns: &[], parts: None };

fn rivals_score(given: &Arguments, out: &mut Outputs) -> Result<(), Key> {
    let (scores, attributes) = (given.column(0), given.column(1).len());
    let rivals = scores.len() / attributes;
    let average = |attribute: usize| scores.iter().skip(attribute).step_by(attributes).sum::<f64>() / rivals as f64;
    out.fill(0, (0..attributes).map(average));
    Ok(())
}
