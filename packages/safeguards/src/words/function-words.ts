/**
 * Words that hold sentences together and are nobody's name: kept with a capital too, because sentences begin with them.
 * Left out on purpose: whatever is also a given or family name somewhere (Will, May, Can, Van, Per, Do, Mai, Sun …);
 * those of up to three letters are kept with a capital only if no name is beside them.
 */
export const functionWords = {
  en: `a about above according accordingly across actually additional additionally after afterwards again against all almost alone along already also
  although always am among an and another any anybody anyone anything anyway anywhere are aren't around as at away back based basically be became because
  become been before beforehand behind being below beside besides best better between beyond both briefly but by came cannot can't certain certainly clearly
  come concerning consequently consider considering could couldn't currently dear despite did didn't different does doesn't doing done don't down due
  during each earlier either else elsewhere ensure enough especially etc even eventually ever every everybody everyone everything everywhere exactly
  except few finally firstly first following for formerly fortunately from further furthermore generally get gets getting given gives giving go going gone
  got greetings had hadn't half happened hardly has hasn't have haven't having he hello hence her here hereby hers herself hey hi him himself his
  hopefully how however i i'd i'll i'm i've if immediately in including indeed initially instead into is isn't it its it's itself just keep kindly know
  lastly lately later latter least less let let's likely look looking looks made mainly make makes making many maybe me meanwhile might mine more
  moreover most mostly much must my myself namely near nearly necessary need needed needs neither never nevertheless next no nobody none nonetheless nor
  normally nothing notably now nowhere obviously of off often oh okay on once one only onto or ordinarily other others otherwise our ours ourselves out
  outside over overall own particularly per perhaps please possible possibly presumably previously primarily probably quite rather really recently
  regarding regardless regards relatively respectively said same say saying says second secondly see seem seemed seems seen several shall she should
  shouldn't similarly simply since sincerely some somebody somehow someone something sometimes somewhere soon still such sure take taken taking than thank thanks
  that that's the their theirs them themselves then there thereafter thereby therefore there's these they they'd they'll they're they've thing things
  third this those though three through throughout thus to together too took toward towards tried tries truly try trying twice two typically ultimately
  under unfortunately unless unlike until up upon us use used useful using usually various very via was wasn't we we'd welcome well we'll went were we're
  weren't we've what whatever what's when whenever where whereas wherever whether which while who whoever whole whom whose why with within without won't
  would wouldn't yes yesterday yet you you'd you'll your you're yours yourself you've today tomorrow tonight`,
  de: `ab aber alle allem allen aller allerdings alles als also am an andere anderen anderer anderes andernfalls anschließend auch auf aufgrund aus außer außerdem
  bald bei beide beim bereits besonders besser bevor bin bis bisher bist bitte da dabei dadurch dafür dagegen daher dahin damit danach danke dann daran
  darauf daraus darin darüber darum das dass davon davor dazu dein deine dem den denen denn dennoch der deren derzeit des deshalb dessen die dies
  diese diesem diesen dieser dieses doch dort du durch eben ebenfalls ebenso eigentlich ein eine einem einen einer eines einfach einige einmal entweder er es
  etwa etwas euch euer eure falls fast ferner früher für ganz gegen gegenüber gern gerne gestern grundsätzlich gut hallo hat hatte hatten haben habe
  herzlich herzliche heute hier hiermit hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in indem infolge innerhalb ins insgesamt ist ja
  jede jedem jeden jeder jedes jedoch jemand jetzt kann kein keine keinem keinen keiner könnte könnten können laut leider lieber liebe man manche mehr mein
  meine meinem meinen meiner meist meistens mich mir mit möchte möchten muss müssen nach nachdem nämlich natürlich neben nein nicht nichts nie niemals
  niemand noch nun nur ob obwohl oder oft ohne schließlich schon sehr sehr geehrte geehrter sei seid sein seine seinem seinen seiner seit seitdem selbst
  sich sie sind so sobald sofort sogar solange solche soll sollen sollte sollten somit sondern sonst soweit sowie sowohl statt stets trotz trotzdem über
  überall übrigens um und uns unser unsere unserem unseren unter viele vielen vielleicht vom von vor vorher während wann war waren warum was weder wegen weil
  weiter weitere weiterhin welche welcher welches wenig wenn wer werde werden weshalb wie wieder wieso will wir wird wo wobei wofür woher wohin wohl wollen
  worden wurde würde wurden würden zu zudem zuerst zuletzt zum zumindest zunächst zur zurück zusammen zwar zwischen`,
  fr: `à afin ainsi alors après assez au aucun aucune aujourd'hui auprès auquel aussi autant autre autres aux avant avec avez avoir avons beaucoup bien bientôt
  bonjour bonsoir c'est car ce ceci cela celle celles celui cependant certains ces cet cette ceux chaque chez cher chère combien comme comment contre
  cordialement d'abord d'accord dans de déjà demain depuis dernièrement des dès deux devant doit donc dont du d'un d'une elle elles en encore enfin ensuite
  entre est et étaient était êtes être eu eux finalement généralement grâce hier ici il ils j'ai j'aimerais jamais je jusqu'à jusque juste l'autre la là le les
  leur leurs lors lorsque lui ma maintenant mais malgré malheureusement me même merci mes mieux moi moins mon n'est ne néanmoins ni nos notre nous on ont ou où
  oui outre par parce parfois parmi pas pendant peu peut peut-être plus plusieurs plutôt pour pourquoi pourtant près presque puis puisque qu'il qu'elle quand
  quant que quel quelle quelles quelque quelques quels qui quoi quoique s'il sa sans sauf se selon sera seront ses seulement si sinon soit son sont
  souvent sous suite sur surtout ta te tel telle tes toi ton toujours tous tout toute toutefois toutes très trop tu un une vers veuillez voici voilà vos votre vous`,
  es: `a y o u además ahora al algo alguien algún alguna algunas algunos allí ante anteriormente antes apenas aquel aquella aquellos aquí así atentamente aún aunque ayer
  bajo bastante bien buenas buenos cada casi como cómo con conmigo contra cual cuál cuales cualquier cuando cuándo cuanto cuánto cuya cuyo de debido debe deben
  del demasiado dentro desde después detrás donde dónde durante e el él ella ellas ellos en encima entonces entre era eran eres es esa esas ese eso esos esta está
  están estaba estar estas este esto estos estoy estuvo excepto finalmente fue fueron fuera gracias ha había habrá han hace hacia has hasta hay he hemos hola hoy
  igualmente incluso jamás junto la las le les lo los luego mañana más me mediante mejor menos mi mí mientras mis mismo mucha muchas mucho muchos muy nada nadie
  ni ningún ninguna no nos nosotros nuestra nuestras nuestro nuestros nunca o os otra otras otro otros para pero poco pocos podemos podría porque por puede
  pueden puedo pues que qué quien quién quiere quizás se según ser será si sí siempre sin sino sobre solamente solo sólo son soy su sus también tampoco tan tanto
  te tenemos tengo tiene tienen toda todas todavía todo todos tras tu tú tus un una unas uno unos usted ustedes vamos varias varios ya yo`,
  pt: `a o e acima agora ainda além algo alguém algum alguma algumas alguns ali ambos antes ao aos apenas após aquela aquele aqueles aqui as assim até atenciosamente
  através bastante bem boa bom cada caso com como conforme contra contudo da das de debaixo dela dele deles demais dentro depois desde dessa desse desta deste deve
  devem devido do dois dos durante e é ela elas ele eles em embora enquanto então entre era eram essa essas esse esses esta está estão estamos estar estas
  estava este estes estou eu exceto finalmente foi foram fora geralmente há hoje isso isto já jamais lá lhe lhes logo mais mas me mediante melhor menos mesma mesmo
  meu meus minha minhas muita muitas muito muitos na nada não nas nem nenhum nenhuma ninguém no nos nós nossa nossas nosso nossos num numa nunca o obrigada
  obrigado olá onde ontem os ou outra outras outro outros para pela pelas pelo pelos perante pode podem podemos poderia pois por porém porque portanto posso
  pouco pouca prezada prezado qual quais qualquer quando quanto quase que quem quer são se segundo seja sem sempre sendo ser será seu seus sim sob sobre somente sou
  sua suas também tampouco tanto tão te tem têm temos tenho ter teu toda todas todavia todo todos tu tua tudo um uma umas uns vai vários várias você vocês vou`,
} as const;

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** The same per language, for telling which languages a text is written in. */
export const functionWordSets = {
  en: set(functionWords.en),
  de: set(functionWords.de),
  fr: set(functionWords.fr),
  es: set(functionWords.es),
  pt: set(functionWords.pt),
} as const;
