//! Who believes it: from presented bytes to a verdict. Pure.
