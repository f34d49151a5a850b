/**
 * Everyday lower-case words, put together by hand for languages whose free word lists carry licences that we do not
 * take (German, French) or are small (French, Portuguese). Nothing here is a name.
 */
const german = `ab aber abend aktuell alle allem allen aller alles als also alt alte alten am an andere anderen anderer anderes
anrufen antworten arbeiten auch auf aufgrund aus ausgewählt außer außerdem automatisch bald bei beide beiden beim bekommen
bereit bereits besser beste bestätigen bestätigt bin bis bisher bist bitte bleiben bleibt brauche brauchen bringen da dabei
dafür dagegen daher damit danach danke dann daran darauf daraus darf darin darüber das dass davon dazu dein deine dem den
denen denn der deren des deshalb dich die dies diese diesem diesen dieser dieses dir direkt doch dort drei du durch dürfen
eben ebenfalls eigene eigenen ein eine einem einen einer eines einfach einige einigen einmal entfernen entweder er erhalten
erledigt erst erste ersten es etwa etwas euch euer eure falls fast fehlt fertig finden fragen früher fünf für ganz geändert
geben gegen gehen gehört geht gelöscht gemacht genau genug gerade gern gerne gesendet gestern gibt gleich groß große großen
gut gute guten habe haben habt hallo halten hat hatte hatten heute hier hin hinter hinzufügen hoch ich ihm ihn ihnen ihr ihre
ihrem ihren ihrer im immer in indem innerhalb ins insgesamt ist ja jede jedem jeden jeder jedes jedoch jemand jetzt kann kannst
kaum kein keine keinen keiner klein kleine kommen kommt könnte könnten können kostenlos kurz lang lange langsam lassen leer
leider letzte letzten liegt löschen machen macht mal man manche mehr mein meine meinem meinen meiner meist mich mindestens mir
mit möchte möchten möglich morgen muss müssen nach nachdem nächste nächsten nachher neben nehmen nein neu neue neuen neuer nicht
nichts nie niemand noch nötig nun nur ob oben oder offen oft ohne paar per rechts richtig rund sagen sagt schicken schnell schon
schön schreiben sehr sei sein seine seinem seinen seiner seit seite selbst senden sich sicher sie sind so sobald sofort sogar
solange solche soll sollen sollte sollten sondern sonst sowie später statt stehen steht suchen tun über überall um und unten
unter uns unser unsere unserem unseren viel viele vielen vielleicht vier vom von vor vorher während wann war wäre waren warten
warum was weg wegen weil weiter weitere weiteren welche welchen welcher wenig wenige weniger wenn wer werde werden weshalb wichtig
wie wieder wir wird wirklich wissen wo wobei wohin wollen worden wurde würde wurden würden zehn zeigen ziehen zu zuerst zum zur
zurück zusammen zwar zwei zwischen`;

const french = `afin ainsi alors après assez au aucun aucune aujourd aussi autre autres aux avant avec avez avoir avons ayant beaucoup
bien bientôt bon bonjour bonne car ce ceci cela celle celles celui cependant certain certaine ces cet cette ceux chaque chez comme
comment contre dans de déjà demain depuis dernier dernière des deux devant devez doit donc dont du elle elles en encore enfin
ensuite entre envoyer est et été étaient était être eu eux facile faire fait faites faut fois hier ici il ils jamais je
jour jours jusque juste la là le les leur leurs lors lui ma maintenant mais mal me même mes mettre mieux moi moins mon ne
ni non nos notre nous nouveau nouvelle on ont ou où oui par parce pas pendant peu peut peuvent plus plusieurs plutôt pour pourquoi
pouvez pouvoir première premier presque près puis quand que quel quelle quelles quelque quelques quels qui quoi rien sa sans sauf
savoir se selon sera seront ses seul seulement si sinon soit son sont sous souvent sur ta te tes toi ton toujours tous tout toute
toutes très trois trop tu un une va vers veuillez voici voilà voir vos votre vous vraiment merci ajouter supprimer modifier
enregistrer chercher recevoir répondre choisir semaine mois année page fichier liste compte prix total date heure`;

const portuguese = `agora ainda algo alguém algum alguma algumas alguns ali amanhã antes ao aos apenas aqui aquele aquela aquilo as assim
até bem bom cada com como contra contudo da das de dela dele deles depois desde desta deste deve devem dia dias do dois dos duas
durante e ela elas ele eles em enquanto entre era eram essa essas esse esses esta está estamos estão estas estar este estes estou
eu fazer feito fica foi foram fosse há hoje hora horas isso isto já lá lhe lhes mais mas me melhor menos mês meses mesma mesmo
meu meus minha minhas muita muitas muito muitos na nada não nas nem nenhum nenhuma no nos nós nossa nosso nova novas novo novos
num numa nunca o obrigada obrigado olá onde ontem os ou outra outras outro outros para pela pelas pelo pelos pode podem poder
pois por porque pouco pouca precisa primeira primeiro próxima próximo quais qual quando quanto quase que quem quer são se seja sem
sempre sendo ser será seu seus si sido sim sob sobre somente sua suas também tanto tão te tem têm temos tenho ter teu toda todas
todo todos três tu tua tudo última último um uma umas uns vai vamos você vocês vou adicionar alterar apagar enviar guardar salvar
pesquisar procurar receber responder escolher semana ano página lista conta preço total data`;

/** All of them, as one set of words. */
export const everydayWords: readonly string[] = `${german} ${french} ${portuguese}`.split(/\s+/);
