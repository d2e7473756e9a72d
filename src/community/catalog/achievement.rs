//! A class version as an OB 3.0 [Achievement](https://www.imsglobal.org/spec/ob/v3p0/#achievement).
//!
//! The signed text is in one language: the nearest to the one asked for in which every text of the
//! class exists, so that no credential is half translated. Other complete languages stand in
//! `related`. A capacity is aligned at the achievement itself where every holder of the badge has it:
//! without a level, or with one that the badge requires. Where the class tells levels apart, it
//! stands also at each level that certifies it.

use super::class::{Alignment, BadgeClass, Creator, Rubric};
use crate::platform::i18n::chain;
use crate::standards::document::open_badge;
use crate::vocabulary::{Addresses, LanguageTag};

impl BadgeClass {
    /// The language in which the class is signed for somebody who asked for `wanted`: the nearest
    /// in which every text exists; its source language in the end.
    pub fn signed_language(&self, wanted: &LanguageTag) -> LanguageTag {
        let complete = self.languages();
        let nearest = chain(wanted.as_str()).into_iter().find_map(|tag| complete.iter().find(|language| language.as_str() == tag));
        nearest.map_or_else(|| self.source_language().clone(), |language| (*language).clone())
    }

    /// The achievement in the language nearest to `wanted`; `installation` is the profile of this
    /// installation's first issuer, for classes that nobody else owns.
    pub fn achievement(&self, addresses: &Addresses, wanted: &LanguageTag, installation: &open_badge::Profile) -> open_badge::Achievement {
        let language = &self.signed_language(wanted);
        let said = |prose: &super::Prose| prose.in_language(language).text;
        let required = self.rubric().and_then(|rubric| rubric.position(rubric.required()));
        let place = |alignment: &Alignment| alignment.level().and_then(|level| self.rubric()?.position(level));
        let at_once = self.alignments().iter().filter(|alignment| place(alignment) <= required);
        open_badge::Achievement {
            id: self.address(addresses),
            kind: ["Achievement"],
            in_language: language.clone(),
            achievement_type: self.achievement_type().to_owned(),
            name: said(self.name()),
            description: said(self.description()),
            criteria: open_badge::Criteria { id: self.part(addresses, "criteria"), narrative: self.criteria_narrative(language) },
            image: open_badge::Image::new(addresses.class_image(self.slug(), self.version()), said(self.name())),
            creator: Some(self.creator_profile(installation)),
            alignment: at_once.map(|alignment| aligned(alignment, addresses, language)).collect(),
            result_description: self.rubric().map(|rubric| self.result_description(rubric, addresses, language)).into_iter().collect(),
            related: self.related(addresses, language),
            tag: Vec::new(),
            version: self.version().to_owned(),
        }
    }

    /// The result that a level of this class's rubric stands for; `None` for an unknown level.
    pub fn achieved(&self, level: &str, addresses: &Addresses) -> Option<open_badge::Achieved> {
        self.rubric()?.level(level)?;
        Some(open_badge::Achieved {
            kind: ["Result"],
            result_description: self.part(addresses, "rubric"),
            achieved_level: self.part(addresses, &format!("level-{level}")),
        })
    }

    /// The criteria as a Markdown list, one line each, in the order of the file.
    pub fn criteria_narrative(&self, language: &LanguageTag) -> String {
        let lines = self.criteria().iter().map(|criterion| format!("- {}", criterion.text().in_language(language).text));
        lines.collect::<Vec<_>>().join("\n")
    }

    fn part(&self, addresses: &Addresses, fragment: &str) -> String {
        addresses.class_part(self.slug(), self.version(), fragment)
    }

    fn creator_profile(&self, installation: &open_badge::Profile) -> open_badge::Profile {
        match self.creator() {
            Creator::Installation => installation.clone(),
            Creator::Body { name, url } => open_badge::Profile {
                id: url.clone(),
                kind: ["Profile"],
                name: name.clone(),
                url: Some(url.clone()),
                email: None,
                image: None,
            },
        }
    }

    /// Levels low to high ([OB 3.0, ResultDescription](https://www.imsglobal.org/spec/ob/v3p0/#resultdescription)).
    fn result_description(&self, rubric: &Rubric, addresses: &Addresses, language: &LanguageTag) -> open_badge::ResultDescription {
        let certified_at = |position: usize| {
            let reached = move |alignment: &&Alignment| {
                alignment.level().and_then(|level| rubric.position(level)).is_some_and(|needed| needed <= position)
            };
            self.alignments().iter().filter(reached).map(|alignment| aligned(alignment, addresses, language)).collect()
        };
        let levels = rubric.levels().iter().enumerate().map(|(at, level)| open_badge::RubricCriterionLevel {
            id: self.part(addresses, &format!("level-{}", level.id())),
            kind: ["RubricCriterionLevel"],
            name: level.name().in_language(language).text,
            description: level.description().in_language(language).text,
            level: (at + 1).to_string(),
            alignment: certified_at(at + 1),
        });
        open_badge::ResultDescription {
            id: self.part(addresses, "rubric"),
            kind: ["ResultDescription"],
            name: rubric.name().in_language(language).text,
            result_type: "RubricCriterionLevel",
            rubric_criterion_level: levels.collect(),
        }
    }

    fn related(&self, addresses: &Addresses, signed: &LanguageTag) -> Vec<open_badge::Related> {
        let others = self.languages().into_iter().filter(|language| *language != signed);
        let related = others.map(|language| open_badge::Related {
            id: self.part(addresses, &format!("in-{language}")),
            kind: ["Related"],
            in_language: language.clone(),
            version: self.version().to_owned(),
        });
        related.collect()
    }
}

fn aligned(alignment: &Alignment, addresses: &Addresses, language: &LanguageTag) -> open_badge::Alignment {
    open_badge::Alignment {
        kind: ["Alignment"],
        target_name: alignment.label().in_language(language).text,
        target_url: alignment.address(addresses),
        target_code: alignment.code().to_owned(),
        target_framework: alignment.framework().in_language(language).text,
    }
}
