/**
 * Dictionary words that by themselves tell something about a person that no program may learn. They are hidden even
 * though they are ordinary words: the health and union floor.
 */
const health = `abortion addiction aids alcoholic alcoholism allergic allergy alzheimer anorexia antidepressant antidepressants anxiety arthritis
asthma autism autistic biopsy bipolar cancer chemotherapy chemo chlamydia cholesterol cirrhosis coronary dementia depressed depression
diabetes diabetic diagnosed diagnosis disability disabled-person disorder dyslexia epilepsy epileptic gonorrhea hepatitis herpes hiv
hospitalized hysterectomy infertility insulin leukemia lupus mammogram medication medications menopause methadone migraine
miscarriage oncology opioid overdose parkinson pregnancy pregnant psychiatric psychiatrist psychosis psychotherapy ptsd rehab relapse
schizophrenia schizophrenic sclerosis seizure seizures sickness stroke suicidal suicide surgery syphilis therapist transplant tumor
tumour vasectomy
krebs schwanger schwangerschaft depressionen krankheit krankgeschrieben
cancer enceinte grossesse maladie dépression diabète
cáncer embarazo embarazada enfermedad depresión
câncer grávida gravidez doença depressão`;

const union = `picket picketing unionize unionise unionized unionised unionizing unionising grievance grievances strikers strikebreaker
gewerkschaft betriebsrat streik syndicat syndical grève sindicato sindical huelga greve`;

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

export const healthWords = set(health);
export const unionWords = set(union);
