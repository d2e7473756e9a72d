//! Who the samples are about. All of them are invented.

use crate::appearance::certificate::content::Said;
use crate::vocabulary::LanguageTag;

/// A person, and the badge as their language calls it.
#[derive(Debug, Clone, Copy)]
pub struct Person {
    /// The name of the sample's file.
    pub sample: &'static str,
    /// The language of their paper.
    pub language: &'static str,
    names: &'static [&'static str],
    /// The badge.
    pub class: &'static str,
    /// The level they reached.
    pub level: &'static str,
}

impl Person {
    /// The language of their paper; English if it were no language.
    pub fn language(&self) -> LanguageTag {
        self.language.parse().unwrap_or_else(|_| LanguageTag::english())
    }

    /// Somebody whose language it is, or else somebody whose name is written in Latin letters.
    pub fn of_language(language: &LanguageTag) -> &'static Self {
        PEOPLE.iter().find(|person| person.language == language.as_str()).unwrap_or(&PEOPLE[0])
    }

    /// Their names, whose language nobody asked for.
    pub fn names(&self) -> Vec<Said> {
        self.names.iter().map(|name| Said { text: (*name).to_owned(), language: LanguageTag::undetermined() }).collect()
    }

    /// A text in their language.
    pub fn said(&self, text: &str) -> Said {
        Said { text: text.to_owned(), language: self.language() }
    }
}

const fn person(
    sample: &'static str,
    language: &'static str,
    names: &'static [&'static str],
    class: &'static str,
    level: &'static str,
) -> Person {
    Person { sample, language, names, class, level }
}

/// Everybody.
pub const PEOPLE: &[Person] = &[
    person("en", "en", &["Amara Okafor-Whitfield"], "GLAM partnership builder", "Advanced"),
    person("ar", "ar", &["نور الهدى عبد الرحمن", "Nour al-Huda Abdelrahman"], "بناء الشراكات مع المؤسسات الثقافية", "متقدّم"),
    person("fa", "fa", &["شیرین کیان‌پور", "Shirin Kianpour"], "سازندهٔ همکاری با نهادهای فرهنگی", "پیشرفته"),
    person("he", "he", &["שָׁלוֹם בֶּן־דָּוִד", "Shalom Ben-David"], "בניית שותפויות עם מוסדות תרבות", "מתקדם"),
    person("hi", "hi", &["कृष्णा श्रीवास्तव", "Krishna Shrivastava"], "सांस्कृतिक संस्थाओं के साथ साझेदारी", "उन्नत"),
    person("bn", "bn", &["শ্রীময়ী ভট্টাচার্য", "Sreemoyee Bhattacharya"], "সাংস্কৃতিক প্রতিষ্ঠানের সঙ্গে অংশীদারিত্ব", "উন্নত"),
    person("ta", "ta", &["ஸ்ரீதேவி கிருஷ்ணமூர்த்தி"], "பண்பாட்டு நிறுவனங்களுடன் கூட்டாண்மை", "மேம்பட்ட"),
    person("th", "th", &["ณัฐพงษ์ ศรีสุวรรณ"], "การสร้างความร่วมมือกับสถาบันทางวัฒนธรรมและพิพิธภัณฑ์ในชุมชนท้องถิ่น", "ขั้นสูง"),
    person("my", "my", &["ဒေါ်ခင်မျိုးချစ်"], "ယဉ်ကျေးမှုအဖွဲ့အစည်းများနှင့် ပူးပေါင်းဆောင်ရွက်သူ", "အဆင့်မြင့်"),
    person("km", "km", &["សុខ សុវណ្ណារី"], "ការកសាងភាពជាដៃគូជាមួយស្ថាប័នវប្បធម៌", "កម្រិតខ្ពស់"),
    person("ka", "ka", &["ნინო ჭავჭავაძე"], "კულტურულ დაწესებულებებთან პარტნიორობა", "მაღალი"),
    person("hy", "hy", &["Արփինե Հովհաննիսյան"], "Գործընկերություն մշակութային հաստատությունների հետ", "Բարձր"),
    person("am", "am", &["ሰላማዊት ኃይለማርያም"], "ከባህል ተቋማት ጋር አጋርነት መገንባት", "ከፍተኛ"),
    person("zh-hans", "zh-Hans", &["令狐述海"], "与文化机构建立合作关系", "高级"),
    person("zh-hant", "zh-Hant", &["令狐述海"], "與文化機構建立合作關係", "高級"),
    person("zh-hk", "zh-HK", &["令狐述海"], "與文化機構建立合作關係", "高級"),
    person("ja", "ja", &["角田 直海", "Tsunoda Naomi"], "文化施設との連携づくり", "上級"),
    person("ko", "ko", &["김하늘"], "문화 기관과의 협력 구축", "고급"),
    person("uk", "uk", &["Ґалина Їжакевич", "Galyna Yizhakevych"], "Партнерство з музеями, бібліотеками та архівами", "Високий"),
    person("vi", "vi", &["Nguyễn Thị Ngọc Ánh"], "Xây dựng quan hệ đối tác với các tổ chức văn hóa", "Nâng cao"),
    person("mixed", "en", &["Sara سارة Cohen כהן", "سارة (Sara) كوهين"], "Wikidata (ويكي بيانات) practitioner, 2nd level", "Advanced"),
    person(
        "de-long",
        "de",
        &["Maximiliane-Charlotte Freifrau von Hohenstein-Württemberg", "Maximiliane v. H."],
        "Sachverständige für Digitalisierungspartnerschaften zwischen Kulturerbeeinrichtungen und Wikimedia-Projekten",
        "Fortgeschritten",
    ),
];
