/** A mail program: how it puts an answer around the mail that it quotes. Plain text unless `html`. */
export type ClientFormat = { name: string; html?: boolean; body: (answer: Answer) => string }

/** Paragraphs of the answer, and the quoted mail in both forms. */
export type Answer = { own: string[]; text: string; html: string }

const marked = (text: string) =>
  text
    .split('\n')
    .map(line => (line === '' ? '>' : `> ${line}`))
    .join('\n')
const indented = (text: string) =>
  text
    .split('\n')
    .map(line => (line === '' ? '' : `    ${line}`))
    .join('\n')
const plain = (
  name: string,
  between: string,
  quote: (text: string) => string = text => text,
): ClientFormat => ({
  name,
  body: ({ own, text }) => `${own.join('\n\n')}\n\n${between}${quote(text)}\n`,
})
const html = (name: string, body: (own: string, quoted: string) => string): ClientFormat => ({
  name,
  html: true,
  body: ({ own, html: quoted }) => body(own.map(line => `<p>${line}</p>`).join(''), quoted),
})
const lines = (...list: string[]) => `${list.join('\n')}\n\n`
const WHO = 'Estafette <info@agence.example>'

/** Programs that officials and their cabinets write with, in the languages that they have them in. */
export const CLIENT_FORMATS: ClientFormat[] = [
  plain('Gmail, fr', lines(`Le lun. 4 mai 2020 à 09:03, ${WHO} a écrit :`), marked),
  plain('Gmail, nl', lines(`Op ma 4 mei 2020 om 09:03 schreef ${WHO}:`), marked),
  plain('Gmail, en', lines(`On Mon, May 4, 2020 at 9:03 AM ${WHO} wrote:`), marked),
  plain('Gmail, de', lines(`${WHO} schrieb am Mo., 4. Mai 2020, 09:03:`), marked),
  plain(
    'Gmail, broken over two lines',
    lines('Le lun. 4 mai 2020 à 09:03, Estafette <', 'info@agence.example> a écrit :'),
    marked,
  ),
  plain('Gmail of Canada', lines(`Le lun. 4 mai 2020, à 09 h 03, ${WHO} a écrit :`), marked),
  plain('Apple Mail, fr', lines(`Le 4 mai 2020 à 09:03, ${WHO} a écrit :`), marked),
  plain('Apple Mail, nl', lines(`Op 4 mei 2020 om 09:03 heeft ${WHO} het volgende geschreven:`), marked),
  plain(
    'iPhone, fr',
    lines('Envoyé de mon iPhone', '', `> Le 4 mai 2020 à 09:03, ${WHO} a écrit :`, '> '),
    marked,
  ),
  plain(
    'iPhone, nl',
    lines(
      'Verstuurd vanaf mijn iPhone',
      '',
      `> Op 4 mei 2020 om 09:03 heeft ${WHO} het volgende geschreven:`,
      '> ',
    ),
    marked,
  ),
  plain('Thunderbird, fr', lines('Le 04/05/2020 à 09:03, Estafette a écrit :'), marked),
  plain('Thunderbird, nl', lines('Op 4-5-2020 om 09:03 schreef Estafette:'), marked),
  plain('Thunderbird, unmarked below', lines('Le 04/05/2020 à 09:03, Estafette a écrit :')),
  plain(
    'Outlook, fr',
    lines(
      'De : Estafette <info@agence.example>',
      'Envoyé : lundi 4 mai 2020 09:03',
      'À : Bourgmestre <b@commune.example>',
      'Objet : Mesures de crise',
    ),
  ),
  plain(
    'Outlook, nl',
    lines(
      'Van: Estafette <info@agence.example>',
      'Verzonden: maandag 4 mei 2020 09:03',
      'Aan: Burgemeester',
      'Onderwerp: Crisismaatregelen',
    ),
  ),
  plain(
    'Outlook, de',
    lines(
      'Von: Estafette <info@agence.example>',
      'Gesendet: Montag, 4. Mai 2020 09:03',
      'An: Bürgermeister',
      'Betreff: Maßnahmen',
    ),
  ),
  plain(
    'Outlook, it',
    lines(
      'Da: Estafette <info@agence.example>',
      'Inviato: lunedì 4 maggio 2020 09:03',
      'A: Sindaco',
      'Oggetto: Misure',
    ),
  ),
  plain(
    'Outlook, en',
    lines(
      'From: Estafette <info@agence.example>',
      'Sent: Monday, May 4, 2020 9:03 AM',
      'To: Mayor',
      'Cc: Cabinet',
      'Subject: Measures',
    ),
  ),
  plain(
    'Outlook, within an office',
    lines('De : Estafette', 'Envoyé : lundi 4 mai 2020 09:03', 'À : Bourgmestre', 'Objet : Mesures de crise'),
  ),
  plain(
    'Outlook, in bold',
    lines(
      '*De :* Estafette <info@agence.example>',
      '*Envoyé :* lundi 4 mai 2020 09:03',
      '*À :* Bourgmestre',
      '*Objet :* Mesures de crise',
    ),
  ),
  plain(
    'Outlook, many recipients',
    lines(
      'De : Estafette <info@agence.example>',
      'Envoyé : lundi 4 mai 2020 09:03',
      'À : A <a@c.example>; B <b@c.example>;',
      ' C <c@c.example>',
      'Objet : Mesures de crise',
    ),
  ),
  plain(
    'Outlook with a rule',
    lines(
      '________________________________',
      'De : Estafette <info@agence.example>',
      'Envoyé : lundi 4 mai 2020 09:03',
      'À : Bourgmestre',
      'Objet : Mesures de crise',
    ),
  ),
  plain(
    'Outlook of old, fr',
    lines(
      '-----Message d’origine-----',
      'De : Estafette [mailto:info@agence.example]',
      'Envoyé : lundi 4 mai 2020 09:03',
      'À : Bourgmestre',
      'Objet : Mesures',
    ),
  ),
  plain(
    'Outlook of old, nl',
    lines(
      '-----Oorspronkelijk bericht-----',
      'Van: Estafette [mailto:info@agence.example]',
      'Verzonden: maandag 4 mei 2020 09:03',
      'Aan: Burgemeester',
      'Onderwerp: Maatregelen',
    ),
  ),
  plain(
    'Outlook for iOS, fr',
    lines(
      'Télécharger Outlook pour iOS<https://aka.ms/o0ukef>',
      '________________________________',
      'De : Estafette <info@agence.example>',
      'Envoyé : lundi 4 mai 2020 09:03',
      'À : Bourgmestre',
      'Objet : Mesures',
    ),
  ),
  plain(
    'Outlook for Android, nl',
    lines(
      'Outlook voor Android<https://aka.ms/x> downloaden',
      '________________________________',
      'From: Estafette <info@agence.example>',
      'Sent: Monday, May 4, 2020 9:03:11 AM',
      'To: Burgemeester',
      'Subject: Maatregelen',
    ),
  ),
  plain(
    'Samsung, fr',
    lines(
      'Envoyé depuis mon appareil Galaxy',
      '',
      '-------- Message d’origine --------',
      'De : Estafette <info@agence.example>',
      'Date : 04/05/2020 09:03 (GMT+01:00)',
      'À : b@commune.example',
      'Objet : Mesures',
    ),
  ),
  plain(
    'Samsung, nl',
    lines(
      '-------- Oorspronkelijk bericht --------',
      'Van: Estafette <info@agence.example>',
      'Datum: 04-05-2020 09:03 (GMT+01:00)',
      'Aan: b@gemeente.example',
      'Onderwerp: Maatregelen',
    ),
  ),
  plain(
    'Notes, fr',
    lines(
      'De :\tEstafette <info@agence.example>',
      'A :\tb@commune.example',
      'Date :\t04/05/2020 09:03',
      'Objet :\tMesures',
    ),
  ),
  plain(
    'Notes, nl',
    lines(
      'Van:        Estafette/Agentschap',
      'Aan:        burgemeester@gemeente.example',
      'Datum:        04/05/2020 09:03',
      'Onderwerp:        Maatregelen',
    ),
  ),
  plain('Notes, forwarded', lines('----- Transféré par X Y/COMMUNE le 04/05/2020 09:03 -----')),
  plain('GroupWise', lines('>>> Estafette <info@agence.example> 4/05/2020 9:03 >>>')),
  plain('GroupWise, in quotes', lines('>>> "Estafette" <info@agence.example> 04.05.2020 09:03 >>>')),
  plain(
    'Zimbra, fr',
    lines(
      '----- Mail original -----',
      'De: "Estafette" <info@agence.example>',
      'À: "b" <b@commune.example>',
      'Envoyé: Lundi 4 Mai 2020 09:03:11',
      'Objet: Mesures',
    ),
  ),
  plain(
    'Zimbra, nl',
    lines(
      '----- Oorspronkelijk bericht -----',
      'Van: "Estafette" <info@agence.example>',
      'Aan: "b" <b@gemeente.example>',
      'Verzonden: Maandag 4 mei 2020 09:03:11',
      'Onderwerp: Maatregelen',
    ),
  ),
  plain(
    'Yahoo, fr',
    lines('    Le lundi 4 mai 2020 à 09:03:22 UTC+2, Estafette <info@agence.example> a écrit :'),
  ),
  plain('Roundcube, fr', lines('Le 2020-05-04 09:03, Estafette a écrit :'), marked),
  plain('Roundcube, nl', lines('Estafette schreef op 2020-05-04 09:03:'), marked),
  plain('Horde', lines('Estafette <info@agence.example> a écrit :'), marked),
  plain(
    'Proton',
    lines(
      'Envoyé avec la messagerie sécurisée Proton Mail.',
      '',
      `Le lundi 4 mai 2020 à 09:03, ${WHO} a écrit :`,
    ),
    marked,
  ),
  plain('Zoho', lines(`---- Le lun., 04 mai 2020 09:03:22 +0200 ${WHO} a écrit ----`)),
  plain(
    'Orange',
    lines(
      '> Message du 04/05/20 09:03',
      '> De : "Estafette" <info@agence.example>',
      '> A : b@commune.example',
      '> Copie à : ',
      '> Objet : Mesures',
      '> ',
    ),
    marked,
  ),
  plain('mutt', lines('On Mon, May 04, 2020 at 09:03:00AM +0200, Estafette wrote:'), marked),
  plain('indented', lines('Le 04/05/2020 09:03, Estafette a écrit :'), indented),
  plain('Evolution', lines('Le lundi 04 mai 2020 à 09:03 +0200, Estafette a écrit :'), marked),
  plain('no introduction', '', marked),
  plain('nothing that marks it', ''),
  {
    name: 'below, marked',
    body: ({ own, text }) =>
      `Le 04/05/2020 à 09:03, Estafette a écrit :\n${marked(text)}\n\n${own.join('\n\n')}\n`,
  },
  { name: 'below, nothing that marks it', body: ({ own, text }) => `${text}\n\n${own.join('\n\n')}\n` },
  {
    name: 'between',
    body: ({ own: [first = '', second = ''], text }) =>
      `Le 04/05/2020 à 09:03, Estafette a écrit :\n> Mesures\n\n${first}\n\n${marked(text)}\n\n${second}\n`,
  },
  html(
    'Gmail, HTML',
    (own, quoted) =>
      `<div dir="ltr">${own}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">Le lun. 4 mai 2020 à 09:03, Estafette &lt;<a href="mailto:info@agence.example">info@agence.example</a>&gt; a écrit :<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204)">${quoted}</blockquote></div>`,
  ),
  html(
    'Gmail, HTML, with a signature',
    (own, quoted) =>
      `<div dir="ltr">${own}<div><div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature">Le cabinet<br>Se désinscrire</div></div></div><div class="gmail_quote"><div class="gmail_attr">Op ma 4 mei 2020 om 09:03 schreef Estafette:</div><blockquote class="gmail_quote">${quoted}</blockquote></div>`,
  ),
  html(
    'Apple Mail, HTML',
    (own, quoted) =>
      `<html><body>${own}<div><br><blockquote type="cite"><div>Le 4 mai 2020 à 09:03, Estafette a écrit :</div><br><div>${quoted}</div></blockquote></div></body></html>`,
  ),
  html(
    'iPhone, HTML',
    (own, quoted) =>
      `${own}<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">Envoyé de mon iPhone</div><div dir="ltr"><br><blockquote type="cite">Le 4 mai 2020 à 09:03, Estafette a écrit :<br></blockquote></div><blockquote type="cite"><div>${quoted}</div></blockquote>`,
  ),
  html(
    'Thunderbird, HTML',
    (own, quoted) =>
      `<p>${own}</p><div class="moz-cite-prefix">Le 04/05/2020 à 09:03, Estafette a écrit :<br></div><blockquote type="cite" cite="mid:x@y">${quoted}</blockquote>`,
  ),
  html(
    'Outlook, HTML',
    (own, quoted) =>
      `<div class=WordSection1>${own}<div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b><span lang=FR>De :</span></b><span> Estafette &lt;info@agence.example&gt; <br><b>Envoyé :</b> lundi 4 mai 2020 09:03<br><b>À :</b> Bourgmestre<br><b>Objet :</b> Mesures</span></p></div>${quoted}</div>`,
  ),
  html(
    'Outlook on the web',
    (own, quoted) =>
      `<div style="font-family:Calibri">${own}</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri"><b>De :</b> Estafette<br><b>Envoyé :</b> lundi 4 mai 2020 09:03<br><b>À :</b> x<br><b>Objet :</b> Mesures</font></div><div>${quoted}</div>`,
  ),
  html(
    'Outlook for iOS, HTML',
    (own, quoted) =>
      `<div>${own}</div><div id="ms-outlook-mobile-signature"><div>Télécharger <a href="https://aka.ms/o0ukef">Outlook pour iOS</a></div></div><div id="mail-editor-reference-message-container"><hr><b>De :</b> Estafette${quoted}</div>`,
  ),
  html(
    'Yahoo, HTML',
    (own, quoted) =>
      `<div>${own}</div><div id="ydp1yahoo_quoted_123" class="yahoo_quoted"><div>Le lundi 4 mai 2020 à 09:03:22 UTC+2, Estafette a écrit :</div>${quoted}</div>`,
  ),
  html(
    'Zimbra, HTML',
    (own, quoted) =>
      `<div>${own}</div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><blockquote style="border-left:2px solid #1010FF"><b>De: </b>"Estafette"<br><b>Envoyé: </b>Lundi 4 Mai 2020 09:03:11</blockquote></div><div data-marker="__QUOTED_TEXT__"><blockquote>${quoted}</blockquote></div>`,
  ),
  html(
    'Notes, HTML',
    (own, quoted) =>
      `${own}<br><table><tr><td><font size=1 color=#5f5f5f>De :</font></td><td>Estafette &lt;info@agence.example&gt;</td></tr><tr><td>A :</td><td>b@commune.example</td></tr><tr><td>Date :</td><td>04/05/2020 09:03</td></tr><tr><td>Objet :</td><td>Mesures</td></tr></table><hr>${quoted}`,
  ),
  html(
    'Samsung, HTML',
    (own, quoted) =>
      `<div>${own}</div><div id="composer_signature" dir="auto"><div style="font-size:12px">Envoyé depuis mon appareil Galaxy</div></div><div><br></div><div align="left" style="font-size:100%"><div>-------- Message d'origine --------</div><div>De : Estafette &lt;info@agence.example&gt; </div><div>Date : 04/05/2020  09:03  (GMT+01:00) </div><div>À : b@commune.example </div><div>Objet : Mesures </div></div>${quoted}`,
  ),
  html(
    'GroupWise, HTML',
    (own, quoted) =>
      `${own}<br>&gt;&gt;&gt; Estafette &lt;info@agence.example&gt; 4/05/2020 9:03 &gt;&gt;&gt;<br>${quoted}`,
  ),
  html(
    'Roundcube, HTML',
    (own, quoted) =>
      `${own}<p id="reply-intro">Le 2020-05-04 09:03, Estafette a écrit :</p><blockquote type="cite">${quoted}</blockquote>`,
  ),
  html(
    'Proton, HTML',
    (own, quoted) =>
      `${own}<div class="protonmail_signature_block"><div>Envoyé avec la messagerie Proton Mail.</div></div><div class="protonmail_quote">Le lundi 4 mai 2020 à 09:03, Estafette &lt;info@agence.example&gt; a écrit :<br><blockquote class="protonmail_quote" type="cite">${quoted}</blockquote></div>`,
  ),
  html(
    'Zoho, HTML',
    (own, quoted) =>
      `${own}<div class="zmail_extra"><div>---- Le lun., 04 mai 2020 09:03:22 +0200 Estafette a écrit ----</div><blockquote>${quoted}</blockquote></div>`,
  ),
  html(
    'below, HTML',
    (own, quoted) =>
      `<div class="moz-cite-prefix">Le 04/05/2020 à 09:03, Estafette a écrit :</div><blockquote type="cite">${quoted}</blockquote>${own}`,
  ),
  html(
    'within Gmail’s quotation',
    (own, quoted) =>
      `<div class="gmail_quote"><div class="gmail_attr">Le lun. 4 mai 2020 à 09:03, Estafette a écrit :</div><blockquote class="gmail_quote">Mesures</blockquote>${own}<blockquote class="gmail_quote">${quoted}</blockquote></div>`,
  ),
  html('nothing that marks it, HTML', (own, quoted) => `${own}<br>${quoted}`),
]
