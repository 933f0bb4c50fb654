//! An area of the course: its list of calculators is always there, the calculators themselves once they are loaded.

use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;

use crate::engine::{Calculator, Key};

/// One area.
#[derive(Debug)]
pub struct Area {
    pub key: Key,
    /// In the order of the course.
    pub calculators: &'static [Listed],
}

/// A calculator of the list: named from the first, at hand once it is loaded.
#[derive(Debug)]
pub struct Listed {
    pub id: Key,
    /// Loads it.
    load: fn() -> Loading,
    calculator: OnceLock<&'static Calculator>,
    /// Where nothing is loaded on demand: everywhere but in the page.
    built_in: Option<&'static Calculator>,
}

/// A part of the app that could not be loaded: there is no connection, or the host has it no longer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotLoaded;

#[cfg(all(target_arch = "wasm32", feature = "on_demand"))]
impl From<wasm_split_helpers::SplitLoaderError> for NotLoaded {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// A calculator on its way.
pub type Loading = Pin<Box<dyn Future<Output = Result<&'static Calculator, NotLoaded>>>>;

impl Listed {
    /// One that is there from the first.
    pub const fn built_in(id: Key, calculator: &'static Calculator) -> Self {
        let load: fn() -> Loading = || Box::pin(std::future::ready(Err(NotLoaded)));
        Self { id, load, calculator: OnceLock::new(), built_in: Some(calculator) }
    }

    /// One that is loaded when something needs it.
    pub const fn on_demand(id: Key, load: fn() -> Loading) -> Self {
        Self { id, load, calculator: OnceLock::new(), built_in: None }
    }

    /// The calculator, if it is at hand.
    pub fn calculator(&self) -> Option<&'static Calculator> {
        self.calculator.get().copied().or(self.built_in)
    }

    /// Fetches the calculator. Nothing finds it before it is taken.
    pub fn load(&self) -> Loading {
        (self.load)()
    }

    /// Takes the calculator, now that it is loaded.
    pub fn take(&self, calculator: &'static Calculator) {
        // The same calculator may arrive twice.
        let _ = self.calculator.set(calculator);
    }
}

/// Lists the calculators of an area by the names of their modules. In the page each is a room of its own.
macro_rules! area {
    ($area:literal: $($name:ident),+ $(,)?) => {
        static LISTED: [$crate::Listed; [$(stringify!($name)),+].len()] = [$($crate::area::listed!($area, $name)),+];

        /// The area, with the list of its calculators.
        pub static AREA: $crate::Area = $crate::Area { key: $area, calculators: &LISTED };
    };
}

#[cfg(not(all(target_arch = "wasm32", feature = "on_demand")))]
macro_rules! listed {
    ($area:literal, $name:ident) => {
        $crate::Listed::built_in(concat!($area, ".", stringify!($name)), &$name::CALCULATOR)
    };
}

#[cfg(all(target_arch = "wasm32", feature = "on_demand"))]
macro_rules! listed {
    ($area:literal, $name:ident) => {{
        pastey::paste! {
            #[wasm_split_helpers::wasm_split([<$area _ $name>], fallible)]
            fn [<load_ $name>]() -> Result<&'static $crate::engine::Calculator, $crate::NotLoaded> {
                Ok(&$name::CALCULATOR)
            }
            $crate::Listed::on_demand(concat!($area, ".", stringify!($name)), || Box::pin([<load_ $name>]()))
        }
    }};
}

pub(crate) use {area, listed};
