/**
 * Words that by themselves tell something about a person that the law protects or that narrows down who it is: family,
 * belief, origin, orientation, and what somebody does for a living. Hidden even though they are ordinary words.
 */
const protectedWords = `abstinent adopted agnostic asexual atheism atheist atheists baptist baptized bisexual buddhist celibate catholic catholics christian
christians citizenship communist conservative conservatives cisgender deported divorced divorcee ethnic ethnicity evangelical
female females feminist foster gay gays genderqueer heterosexual hindu homosexual immigrant immigrants islamic jewish lesbian lesbians liberal liberals
male males married methodist mormon mosque muslim muslims nonbinary orphan orthodox pagan pansexual polyamorous presbyterian pronouns
protestant queer refugee refugees republican republicans democrat democrats sikh sikhs socialist socialists synagogue
transgender transsexual transsexuell veteran veterans widow widowed widower widows unemployed bankrupt bankruptcy convicted felon felony parole probation
prisoner inmate lesbisch schwul verheiratet geschieden verwitwet evangelisch katholisch jüdisch muslimisch arbeitslos célibataire
divorcé divorcée marié mariée veuf veuve catholique juif musulman chômeur soltero soltera casado casada divorciado divorciada viudo viuda
católico católica judío musulmán desempleado solteiro solteira divorciada desempregado`;

const occupations = `accountant accountants actor actress actuary acupuncturist animator anthropologist archaeologist architect archivist astronaut astronomer
athlete attorney attorneys auctioneer baker barber barista bartender biochemist biologist blacksmith bookkeeper botanist bricklayer broker builder
butcher butler carer caregiver carpenter cashier chauffeur chef chemist chiropractor clergyman clerk cobbler comedian composer conductor
coroner counselor counsellor courier curator dancer decorator dentist dermatologist designer detective dietician
dietitian diplomat doctor dressmaker driver economist electrician engineer engineers entrepreneur epidemiologist esthetician farmer
firefighter fisherman florist forester freelancer gardener geologist glazier goldsmith grocer hairdresser handyman housekeeper housewife hygienist
illustrator innkeeper inspector instructor interpreter investigator janitor jeweler jeweller journalist laborer labourer landscaper lawyer lawyers
lecturer librarian lifeguard linguist locksmith lumberjack machinist magician magistrate maid mason mathematician mechanic mechanics meteorologist midwife
miner minister musician nanny neurologist novelist nurse nurses nutritionist optician optometrist paralegal paramedic pediatrician pharmacist
philosopher photographer physician physicist physiotherapist pianist plasterer plumber podiatrist poet policeman policewoman politician porter postman
potter preacher priest professor programmer psychologist psychologists rabbi radiographer radiologist ranger realtor receptionist
referee retiree retired sailor salesman salesperson saleswoman scientist sculptor seamstress secretary sergeant servant sheriff shoemaker
singer sociologist soldier solicitor statistician stewardess stockbroker surgeon surgeons surveyor tailor tanner taxidermist teacher teachers technician
technologist telemarketer therapist tiler translator treasurer trucker tutor typist undertaker undergraduate upholsterer usher veterinarian waiter waitress warden
watchmaker weaver welder woodworker zoologist
adviser advisor analyst analysts apprentice auditor consultant consultants coordinator coordinators director directors facilitator foreman intern interns liaison
officer officers orchestrator planner producer specialist specialists strategist superintendent supervisor supervisors trainee traineeship
arzt ärztin lehrer lehrerin anwalt anwältin krankenschwester ingenieur ingenieurin bäcker friseur infirmière infirmier avocat avocate médecin
enseignant enseignante ingénieur abogado abogada enfermera enfermero maestra maestro ingeniero ingeniera médico médica profesor profesora
advogado advogada enfermeira enfermeiro professor professora engenheiro engenheira`;

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

export const occupationWords = set(occupations);
export const personalWords: ReadonlySet<string> = new Set([...set(protectedWords), ...occupationWords]);
