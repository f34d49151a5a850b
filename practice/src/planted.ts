/**
 * Secrets and personal data planted by the practice tasks. All are synthetic and obviously so; none may be found
 * anywhere after recording. Each is long and odd enough that finding it is never a coincidence.
 */
export const planted = {
  userName: 'plantagonaut',
  password: 'Planted-Pa55phrase!qzx',
  /** A published test card number. */
  card: '4111 1111 1111 1111',
  person: 'Zephyrine Plantagon',
  email: 'zephyrine.plantagon@example.test',
  phone: '+1 202 555 0143',
  /** The specimen IBAN of the standard's documentation. */
  iban: 'GB82 WEST 1234 5698 7654 32',
  address: '17 Quibblethorn Lane',
  /** Typed only while capture is paused. */
  paused: 'xylotomous pauseplanted marginalia',
  /** Typed in the episode that is deleted in review. */
  deleted: 'erasable deleteplanted quaternion',
  token: 'ghp_plantedPLANTED0123456789plantedPLANT',
} as const;

/** Every planted string, and the parts of it that would already give it away. */
export function plantedNeedles(): readonly string[] {
  return [
    ...Object.values(planted),
    planted.card.replaceAll(' ', ''),
    planted.iban.replaceAll(' ', ''),
    planted.phone.replaceAll(' ', ''),
    'Zephyrine',
    'Plantagon',
    'Quibblethorn',
    'pauseplanted',
    'deleteplanted',
  ];
}
