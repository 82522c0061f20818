// Where the customers of the sample are, what they speak and how often they ask.

/** Country -> {weight, languages, companies}. Languages are names of skills. */
export const countries = {
  DE: {
    weight: 20,
    language: "German",
    companies: ["Nordlicht Energie AG", "Brückner & Söhne GmbH", "Rheinwerk Logistik", "Tannhof Kliniken"],
  },
  AT: { weight: 6, language: "German", companies: ["Alpenglühen Touristik", "Donauwerft Linz"] },
  CH: { weight: 7, language: "German", companies: ["Helvetia Präzision SA", "Zürcher Uhrenhaus"] },
  FR: { weight: 13, language: "French", companies: ["Boulangerie Réunies", "Éditions du Marais", "Société Garonne"] },
  ES: { weight: 9, language: "Spanish", companies: ["Aceites Peñarroya", "Viñedos del Ebro"] },
  GB: { weight: 14, language: "English", companies: ["Thistle & Rook Ltd", "Severn Bridge Insurance", "O'Hara Rail"] },
  PL: { weight: 5, language: "Polish", companies: ["Żubrówka Transport", "Łódzkie Zakłady Tkackie"] },
  UA: { weight: 3, language: "Ukrainian", companies: ["Дніпро Логістика", "Київ Софт"] },
  US: {
    weight: 24,
    language: "English",
    companies: ["Cascade Outfitters", "Bluebonnet Health", "Great Lakes Freight", "Red Mesa Solar"],
  },
  MX: { weight: 6, language: "Spanish", companies: ["Tequilera Ñandú", "Grupo Jacarandá"] },
  BR: { weight: 7, language: "Portuguese", companies: ["Café São João", "Açúcar & Cia"] },
  JP: { weight: 10, language: "Japanese", companies: ["株式会社ひかり電機", "京都印刷"] },
  KR: { weight: 4, language: "Korean", companies: ["한빛전자", "서울물류"] },
  IN: { weight: 8, language: "English", companies: ["Banyan Retail", "Kaveri Textiles"] },
};

export const countryWeights = Object.fromEntries(Object.entries(countries).map(([code, { weight }]) => [code, weight]));

export const products = { Payments: 30, Billing: 24, Platform: 22, Mobile: 14, Hardware: 10 };
