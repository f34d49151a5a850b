/**
 * Words that are also names. Lists that vouch for lower-case words must not vouch for these.
 */

/** Given and family names that English or Spanish also know as words: hidden in lower case too. */
const names = `abigail adela adriana advent agnes aida aiden aisha alba alberto alejandra alejandro alexandra alfonso alfredo alice
alicia aline almighty alonso amber amelia ampere ana anchorage anders andrea andres angel angela anita anna annika
antonia antonio apple ares ariel ark arturo aspen atlas atlases auburn august aurelia aurora autumn axel azucena
bacon baker balder ball banks bannister barber basil bass battle bean beatriz bellow bender benjamin bernardo bernd
berry bianca bib bible bird bishop blanca blanco boas bob bologna booth boulder bran brandy bravo bray bridges
brooks brownie brownies browning bruno buck bud buddy buffalo bunker burns burr bush butler camila camille campos
canaries cancer cancers candy canon carla carlos carmen carnation carol carolina carpenter cascades catalina
catholic cecilia celia cherry chi chile china christa chuck claire clara clarisa claudia clay clemente cliff cognac
coke cokes col colette colon colonial colt communion communions communism communist communists concha concord
confederacy confederate confederates congresses consuelo cook cooper cordero corning coward cox coy crane creek
cristina crusades crux cruz cs curt daisy daniel daniela dario darling david dawn dean delgado delia delta democrat
democrats derrick diana diego dodge doe dole dolly dolores don dora downy draconian drew drudge duke dulce earl
ebony eddy eduardo elena elisa elsa emil emilia emma enrique erika ernesto esperanza esteban estela estrella eugenia
eva eve fabian fabiola faith fascism fates fatima federalist feds felicidad felix fern fernanda fernando fez finch
fisher flint flor flora florencia flores ford foreman foster francesca francisca francisco frank frankfurter franks
fry fuentes fuller gable gabriel gabriela gale gall gamble garland gema gene gentile gentiles gentry gerardo gerda
gill ginger glen gloria goldsmith gonzalo gopher gore gospel gospels grace graciela grimes guadalupe guerrero
guillermo guinea gustavo hale halon ham hamlet harry hart hawking hay hays hazel he heath heather heidi heike helena
herman herrera herring hickory hicks ho holly holocaust hopper hugo hunter iglesias ignacio ines inma inmaculada
irene iris isabel isabela ivan ivory ivy jacinto jack jaguar jaime jarred javier jay jersey jerseys jesus jewel
joaquin jockey johanna jonas jorge jose josefa joy juan juana juggernaut julia julian juliana julio junior juniors
justice karin ken kitty klara klaus knight lacy lamb lance lara laura laurel lea leach leal lee leo leon leonardo
leonor leticia levy lidia liliana lily lina loafer loafers lola lords lorena lorenzo lourdes lucas lucia luis luisa
luz lynch mace macintosh madden magdalena manning mantle manuel manuela mar marcela marco marcos margarita margot
maria mariana marina marine marines mario marisol marron mars marsh marta martial martin martina mason masons
masters mateo matilde matt mauricio maximo maya meadows mercedes midway miguel mike milagros miller mills miss misty
molina monica monk montes moody moor moors mora moreno moss munch natalia navarro nestle newton nick nicolas nieto
nieves nightingale nina noelia nora norma nova octavio olga oliva olivia opal oracle oriental oscar pa pablo paloma
pamela pampers pansy paola paramount parsons pascual pastor pat pate patricia patty paula paulina pearl peck pedro
penny pentagon perla peter peters petty peña phoenix pierce pike pilar polo pope porter potter prado protestant
providence prudence psalms puck pueblo python queens rafael raffles rainier ramon ramos raquel raul ravel rebeca
regina renata rene republican republicans resurrection rev revelations revere reyes ricardo rios rita roach rob
roberto robin roca rocio rod rodrigo rojas roman romeo romero rosa rosalia rosario rose rosemary roxana ruben rubio
ruby rufino sabre saki salamis salas sally salvador samuel sandra sandy santiago sara scopes scotch scotches
scrabble scripture scriptures sears seaside sebastian sec sellers senates senator serena sergio shepherd sherry
sierra silvia simon smith smuts snickers snider sofia sol soledad soler sonia soto southerner southerners spears
sterling stokes stout sue summers sung susana sven tanner tartar tartars teletype teller teresa thatcher
thoroughbred ting tomas toro trinity trump turkey turner tweed twitter ursula valentina valentine valeria valle van
vandal vanesa vega vera veronica vicente victor victoria vidal viola violet violeta virginia visa viviana vogue
voyager wade walker ward warren wasp waters watt watts weaver wed wellington wells westerns whirlpool winters
workman wren wright xavier ximena yanks yolanda zapata zara`;

/** Names that are such common words that they are hidden only where a name is due: behind “hi”, “Mr” or “my name is”. */
const commonNames = `art best bill black boss bright brook brown chance chase church cross day dusty earnest fair fields forest fox frost
gates golden good grant graves gray green grey guy hall hardy hill hope house king land lane little long love major
march mark marks may mercury miles noble ocean olive page park price prince rain ray reed rich river rivers rock
rocky royal rush rusty savage scout sharp shields short singer sky small snow son star stern stone storm strong
summer sun sweet swift white wild wilder will winter wise wolf wood woods young`;

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

export const nameWords = set(names);
export const commonNameWords = set(commonNames);
