import type { ReasonCode } from '@assent/contracts';

/** Says in plain language why something was hidden, for the person it was hidden for. */
export function explainReason(code: ReasonCode): string {
  return explanations[code];
}

const explanations: Readonly<Record<ReasonCode, string>> = {
  'scope.not-listed': 'This site is not on the list of what may be recorded.',
  'secret.password':
    'A password. It is never kept; only that one was entered, and whether it was the same as another one just before.',
  'secret.one-time-code': 'A one-time code. These are never read.',
  'secret.card':
    'A payment card or bank field. Its content is never kept; only whether it was the same as another one just before.',
  'secret.css-masked': 'The page hides this text from view, so it counts as secret.',
  'secret.autofill': 'Your browser or password manager filled this in, so it counts as secret.',
  'secret.closed-shadow': 'This part of the page cannot be examined, so it counts as secret.',
  'secret.foreign-frame': 'This part of the page belongs to another site, so it counts as secret.',
  'secret.unresolved': 'The kind of this field is unknown, so it counts as secret.',
  'secret.token': 'It looks like an access key, a token or a recovery phrase.',
  'secret.private-key': 'It is a private key.',
  'found.email': 'It is an e-mail address.',
  'found.phone': 'It looks like a phone number.',
  'found.card': 'It is a payment card number.',
  'found.bank-account': 'It is a bank account number.',
  'found.government-id': 'It looks like a government-issued number, such as a social security or tax number.',
  'found.ip-address': 'It is a network address of a computer.',
  'found.url': 'It is a web address, which can hold private parts.',
  'found.address': 'It looks like a postal address.',
  'found.date-of-birth': 'It looks like a date of birth.',
  'word.not-listed': 'The word is not on the list of harmless words, so it could be a name.',
  'word.capitalised': 'Words with capital letters are often names. Only words of the interface are kept with one.',
  'word.script': 'It is written in letters that are hidden by default, or holds invisible characters.',
  number: 'Numbers are hidden, because they can be amounts, dates or account numbers.',
  'shape.identifier': 'It looks like an identifier: letters mixed with digits or signs.',
  'shape.handle': 'It looks like a user or channel name.',
  'shape.path': 'It is part of a path, which can hold names of people or projects.',
  'shape.encoded': 'It is encoded text with something private inside.',
  'field.not-listed':
    'It is in the position of a value, such as after an equals sign, and could be a password or a user name.',
  'url.query': 'The part of a web address after the question mark can hold private values.',
  'url.fragment': 'The part of a web address after the # can hold private values.',
  'url.segment': 'This part of the web address is not a known word of the interface.',
  'title.dropped': 'The title of the window is not kept here.',
  'context.health': 'The word can say something about somebody’s health.',
  'context.union': 'The word can say something about union matters.',
  'context.personal': 'The word can say something about somebody’s family, belief, origin or work.',
  'participant.hidden': 'You asked for this to be hidden.',
  'pixels.masked': 'This part of the picture was covered before the picture was kept.',
  'pixels.reduced':
    'Words could not be recognised here, so the picture is kept only small and in shades of grey, too coarse to read.',
  'kept.images':
    'Images stay to be seen here: the program keeps them, and you allow it. Nothing inside them is covered.',
  'kept.video': 'Video stays to be seen here: the program keeps it, and you allow it. Nothing inside it is covered.',
  'kept.canvas':
    'What the page draws itself stays to be seen here: the program keeps it, and you allow it. Nothing inside it is covered.',
  'limit.too-long': 'The text is longer than what is examined, so the rest was hidden unread.',
  'limit.timeout': 'Examining the text took too long, so it was hidden unread.',
  'reserved-character': 'The text held signs that are reserved for marking hidden parts.',
};
