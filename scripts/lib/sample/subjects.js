// What customers write, by language and product. `#` stands for a number.

const english = {
  Payments: [
    "Card payments declined since this morning",
    "Refund # not received",
    "Payout to our bank is late",
    "3-D Secure page stays blank",
    "Duplicate charge on order #",
  ],
  Billing: [
    "Invoice # shows the wrong VAT",
    "Please change our billing address",
    "Charged twice for seat licences",
    "Cannot download invoice #",
    "Credit note for # is missing",
  ],
  Platform: [
    "API returns 503 for webhook #",
    "Login with SSO fails for new users",
    "Export job # never finishes",
    "Dashboard shows no data",
    "Rate limit reached too early",
  ],
  Mobile: [
    "App crashes on start after update",
    "Push notifications arrive twice",
    "Offline mode loses order #",
    "Fingerprint login no longer offered",
  ],
  Hardware: [
    "Terminal # does not switch on",
    "Receipt printer prints blanks",
    "Card reader # has no network",
    "Replacement for terminal #",
  ],
};

const german = {
  Payments: [
    "Kartenzahlungen werden abgelehnt",
    "Rückerstattung # fehlt",
    "Auszahlung ist überfällig",
    "Doppelte Abbuchung bei Auftrag #",
  ],
  Billing: ["Rechnung # weist falsche Umsatzsteuer aus", "Bitte Rechnungsadresse ändern", "Gutschrift # fehlt"],
  Platform: ["Anmeldung über SSO schlägt fehl", "Schnittstelle antwortet mit Fehler 503", "Export # bleibt hängen"],
  Mobile: ["App stürzt nach Aktualisierung ab", "Mitteilungen kommen doppelt an"],
  Hardware: ["Terminal # lässt sich nicht einschalten", "Bondrucker druckt leere Belege"],
};

const french = {
  Payments: ["Paiements par carte refusés", "Remboursement # non reçu", "Prélèvement en double, commande #"],
  Billing: ["Facture # : taux de TVA erroné", "Changement d’adresse de facturation"],
  Platform: ["Échec de connexion SSO", "L’export # ne se termine jamais"],
  Mobile: ["L’application se ferme au démarrage"],
  Hardware: ["Le terminal # ne s’allume plus", "L’imprimante n’imprime rien"],
};

const spanish = {
  Payments: ["Pagos con tarjeta rechazados", "¿Dónde está el reembolso #?", "Cobro duplicado en el pedido #"],
  Billing: ["La factura # tiene mal el IVA", "Cambio de dirección de facturación"],
  Platform: ["El inicio de sesión único falla", "La exportación # no termina"],
  Mobile: ["La aplicación se cierra al abrir"],
  Hardware: ["El terminal # no enciende"],
};

const japanese = {
  Payments: ["カード決済が拒否されます", "返金 # がまだ届きません"],
  Billing: ["請求書 # の消費税が違います"],
  Platform: ["SSO でログインできません", "エクスポート # が終わりません"],
  Mobile: ["更新後にアプリが落ちます 😢"],
  Hardware: ["端末 # の電源が入りません"],
};

const korean = {
  Payments: ["카드 결제가 거절됩니다"],
  Billing: ["청구서 # 금액이 다릅니다"],
  Platform: ["SSO 로그인이 되지 않습니다"],
  Mobile: ["업데이트 후 앱이 종료됩니다"],
  Hardware: ["단말기 # 전원이 켜지지 않습니다"],
};

const polish = {
  Payments: ["Płatności kartą są odrzucane", "Brak zwrotu #"],
  Billing: ["Błędny VAT na fakturze #"],
  Platform: ["Logowanie SSO nie działa"],
  Mobile: ["Aplikacja zamyka się po aktualizacji"],
  Hardware: ["Terminal # nie włącza się"],
};

const portuguese = {
  Payments: ["Pagamentos com cartão recusados", "Reembolso # não recebido"],
  Billing: ["Fatura # com imposto incorreto"],
  Platform: ["A exportação # não termina"],
  Mobile: ["O aplicativo fecha ao abrir"],
  Hardware: ["A maquininha # não liga"],
};

const ukrainian = {
  Payments: ["Оплата карткою відхиляється", "Не надійшло повернення #"],
  Billing: ["Неправильний ПДВ у рахунку #"],
  Platform: ["Не працює вхід через SSO"],
  Mobile: ["Застосунок закривається після оновлення"],
  Hardware: ["Термінал # не вмикається"],
};

/** Language -> product -> subjects. */
export const subjects = {
  English: english,
  German: german,
  French: french,
  Spanish: spanish,
  Japanese: japanese,
  Korean: korean,
  Polish: polish,
  Portuguese: portuguese,
  Ukrainian: ukrainian,
};
