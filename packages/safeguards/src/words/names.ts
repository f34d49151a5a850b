/**
 * Words that are also names. Lists that vouch for lower-case words must not vouch for these.
 */

/** Given and family names that English or Spanish also know as words: hidden in lower case too. */
const names = `abigail nascimento chaves salas preis armando orlando rolando hernando conrado keller allen darin ella jerónimo adela adriana advent agnes aida aiden aisha alba alberto alejandra alejandro alexandra alfonso alfredo alice
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
workman wren wright xavier ximena yanks yolanda zapata zara
abbey abra abril ace adara adelfa adiana agustina aide aja alara albina albino aldina alea aleda alegra alegria aleta
aleya alondra alvina alvino amada amador amante amar amara ameer amen amena ami amia amir anay andriana anel angelito
antonina antonino apolinar aquiles arcadio aria arias ario arista arlo arriana asa ash asma augusto aurore avant avion
avril aya baila bao barb barba basilio beata benigno berlinda berline berma bernarda bina blanch blas blenda blinda
bode boe brea brin briza bula cai cale calla callista cam camelia camella cameo camilo candelaria candi caprice cari
caridad carlina carlita carlota carmel carmelina carmelita caro carola carra casimir cate celesta celestina celestino
celinda cera charla chastity chaya christen cleda clemencia clementina coco coda coleta colonel cori cris crista
cristal cristel cristiana cristiano cristino cristo cypress dacia dalia dann deacon delfina delicia denim dessa
destine devina diandra diesel dimple dionisia dominico doral doria doy dulcinea efe ela electa elisia ember emir erina
esdras ether falcon fara fares fausto fawn fielding filomena florentina florentino frida gaetana gaetano gage gal
galilea gardenia garnet garret geno georgiana gracia hala hao haze herma hermine hortense hortensia hosanna huy idalia
inga isidra isla jada jade jayana jinx joia jolly joya jubilee juliano kit laine lamia lander lark latrina launa lauro
lavada lavar laya levar librado lilac linde lino lita lona lorry loyalty lucero lucina lyric maceo maison maja majesty
malaya malina manolo marcelina marcial marciana marcio marica marino mart maverick mea melena melina mena micha
milagro milena milla mina mirabel mirra monta muna musa nadir naja nana narciso natividad nava nena nereida neta niara
nidia niel ninfa noma ole oral ori orla ova paco paddy parks patria patricio peri petar poppy rafe raja ram rana randa
ranger ravin raya rayana reign remo renard renda rey ria rima risa rito roe roel rolla roma romana roque rosco rosita
rosy roya ruddy rye sabino salina salma sama samanta samia santo sari saturnino saya sena serafina serene severo
sidonia sidra siena silvano silvestre sima sirena sita solana solange soleil sonora sora stoney sula sultan sunny suri
taha taina taja tala talaya talon tasia teia tena tequila tesa teya tiara tibor tino toi tona topaz tora torre tova
trena tulip tyran usher valente valor vasco veer vena venecia ventura vernal veta vira vitoria woody yana yola zade
zaida zaina zarina zaya zenda zeta`;

/** Names that are such common words that they are hidden only where a name is due: behind “hi”, “Mr” or “my name is”. */
const commonNames = `mac max art best bill black boss bright brook brown chance chase church cross day dusty earnest fair fields forest fox frost
gates golden good grant graves gray green grey guy hall hardy hill hope house king land lane little long love major
march mark marks may mercury miles noble ocean olive page park price prince rain ray reed rich river rivers rock
rocky royal rush rusty savage scout sharp shields short singer sky small snow son star stern stone storm strong
summer sun sweet swift white wild wilder will winter wise wolf wood woods young
acacia aerial alley ally alpha ama amethyst amor angelic angle arch archer arrow aster atom aura axle azalea azul
azure baby baron bear beautiful bell blade blaze blessing bliss blossom blue brain breeze brisa bruna bunny cadence
cannon canyon cash cashmere cedar chaise champ chancellor charisma charity charm cherish chip chosen cielo cinnamon
clover collie coral cove creed crew crimson crystal curry cutter daemon delight desire destiny diamond divina divine
divinity domingo dove dream dynasty echo elder emerald empress essence eternity fairy fate freedom gala garrison
genesis genie glory gorge gunner gust halo harbor harmony haven heaven heavenly herb honesty honey honor icy indigo
infinity jazz jet jewels journey judge juniper justo knowledge lady lake lavender ledger legacy legend lemon liberty
lluvia loma lore lotus lovely loyal lucky luster magnolia mahogany manda maple marigold marquise marshal marvel maxim
meadow melody mercy merrily merry mica mignon miracle modesta navy oda omega palma paradise parish passion patience
peace pepper pink praise precious princess promise quest rainy ransom raven rebel reef reina rhythm rider ridge riot
rogue rowdy royalty rue sable sage saint sapphire scarlet season sera serenity shadow silver sincere sir sire siri
sparkle sparrow spring steward stormy story summit sunshine symphony tawny temperance tempest temple tierra tiger
timber tiny toy treasure truth urban vanity velvet victory vida viva west willow windy wisdom zona`;

/** Family names that interfaces say, too: hidden where a name has just been hidden, or where one is due. */
const family = `abbot bail ball beach bench bland blanket blood bloom bond book booth bowl box branch brand break bridge broad burden
call camp care carrier case castle chain chambers change charge check chief clark close coach coat coffey cole collar
comb copper cost cotton couch counts court cover craft crop cup current curtain cut cutting daily deal dish dock
draper drum dusk early east edge english event field fine finish fish flag flowers fold foot form fort free french
friend fund furniture game garden gate general gift glass gold good grave grove guest hand handle hands head heard
heart held hold home hood hook horn horse host hour hunt hurt inch joiner joint joyce keen keep kitchen lamp last law
leader leaf leaves left light list lock loop lord loss lot low marker market marks master max may mayor meals mean
mills minor mint money moon more most mount nail near neat new nice noon north null oats office order pace pack page
paper parish part pass peak peel person pickles pitch plant player plum point pool post pot power pratt press prior
proud purse quick rank raw reader reading real redmond repair rice right ring roads roof root rose round row rule rust
saddler sale sales salt sample sand saw scales school screen sea seal self sellers service services shade shape sheet
shell ship shoes shore show side sign silk single skill skip sleep slot soap south spark spear speed spence spice spot
stack staff stage stamp stand staples start state steel step stop store stout strange street stretch style swallow
sweeney tall tank tape temple test thick tidy tiller tool top towers town trade train tree trim true tune twist vale
vest view village vine wait wall want war wares wash watch water way wear weekly weeks west wheel whisker whole wild
win window wing wire wish word words work world worth`;

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

export const nameWords = set(names);
export const commonNameWords = set(commonNames);
export const familyNameWords = set(family);
