/**
 * Everyday words, put together by hand for languages whose free word lists carry licences that we do not
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

/** German nouns of office and everyday life. They carry a capital by the rules of the language, so they are kept with one. */
const germanNouns = `Abend Ablauf Abteilung Adresse Aktion Alternative Anfang Angabe Angaben Anleitung Anliegen Anruf Anzahl Arbeit Arbeiten Artikel Aufwand
Augenblick Ausdruck Ausnahme Auswertung Ausweis Bearbeitung Bedarf Beginn Beispiel Benachrichtigung Benutzer Benutzung Bereich Bescheid Besprechung
Bestätigung Besuch Bezug Blatt Brief Buch Büro Chance Chef Computer Dank Dauer Dienst Dinge Dokument Dokumente Drucker Druck Durchschnitt Eigenschaft Einladung
Einwand Element Ende Entscheidung Entwurf Erfahrung Erfolg Erinnerung Erklärung Fahrt Fall Farbe Fehler Fehlermeldung Feierabend Firma Folge Form Fortschritt Frage Fragen
Freigabe Frist Funktion Gebäude Gefahr Gelegenheit Gerät Geräte Gesamtbetrag Geschäft Gespräch Gewicht Grund Gründe Grüße Grüßen Gruß Größe Hälfte Hand Handbuch Hinweis Hinweise
Höhe Idee Ideen Information Informationen Interesse Internet Jahr Jahre Jahren Kapitel Karte Kasse Kauf Kaution Kenntnis Kollege Kollegen Kollegin Kopie Korrektur
Kurs Lage Laptop Leistung Lieferant Lieferanten Lieferschein Lösung Lösungen Mail Mails Maschine Maßnahme Material Meinung Meldung Minute Minuten Mitarbeiter Mittag
Mitte Mitteilung Mittagspause Modell Moment Monat Monate Monaten Morgen Möglichkeit Möglichkeiten Nachmittag Nähe Netz Netzwerk Nutzer Nutzung Ordnung Original Paar Paket Papier
Partner Pause Person Personen Plan Platte Problem Probleme Programm Protokoll Prozent Prüfung Punkt Punkte Qualität Quartal Rabatt Rahmen Raum Recht Regel Regeln Reihe Reihenfolge
Rest Rückfrage Rückfragen Rückmeldung Ruhe Rücksendung Sache Sachen Schluss Schritt Schritte Schule Server Sicherheit Sinn Situation Software Sonntag Speicher
Stand Stelle Stellen Stück Stunde Stunden Support System Tage Tagen Tastatur Team Teil Teile Telefon Test Text Thema Themen Tisch Unterlagen Unternehmen Unterschied
Unterschrift Unterstützung Update Urlaub Ursache Verbindung Vergleich Verfügung Verständnis Vertrag Verträge Vertrieb Vormittag Vorschlag Vorschläge Vorteil Wahl Ware Waren
Wechsel Weg Wert Werte Wirkung Wochen Wochenende Wort Wunsch Zahl Zahlen Zeichen Zeiten Zugang Zukunft Zusammenarbeit Zusammenfassung Zustand Zweck Ergebnisse Bestellungen Rechnungen`;

/** Inflected Spanish words that the dictionary, which holds base forms, does not know. */
const spanish = `actualizado ayudar cambiado cambios comprobado cuesta datos debería deberían días encontrado enviada enviado envía envíe equipo escribe escriba está fallando
funciona funcionan final gracias guardado haya hecho llega llegado llegar llegará mejorar olvidado pagada pagado pidió podrás pregunta preguntado próximo próximos próxima próximas
puedes quieras quieres quiera recibido resultados reunión revisa revise revisado semanas siguen sigue siguiente siguientes solución soluciones tarde tienes todavía trabaja trabajando
utiliza vive viven viernes lunes martes jueves sábado domingo avisaremos avisar cuando cambió envió errores versión sesión página dirección información impresora
también opción acción situación ocasión atención aplicación conexión descripción configuración`;

const french = `afin ainsi alors après assez au aucun aucune aujourd aussi autre autres aux avant avec avez avoir avons ayant beaucoup
bien bientôt bon bonjour bonne car ce ceci cela celle celles celui cependant certain certaine ces cet cette ceux chaque chez comme
comment contre dans de déjà demain depuis dernier dernière des deux devant devez doit donc dont du elle elles en encore enfin
ensuite entre envoyer est et été étaient était être eu eux facile faire fait faites faut fois hier ici il ils jamais je
jour jours jusque juste la là le les leur leurs lors lui ma maintenant mais mal me même mes mettre mieux moi moins mon ne
ni non nos notre nous nouveau nouvelle on ont ou où oui par parce pas pendant peu peut peuvent plus plusieurs plutôt pour pourquoi
pouvez pouvoir première premier presque près puis quand que quel quelle quelles quelque quelques quels qui quoi rien sa sans sauf
savoir se selon sera seront ses seul seulement si sinon soit son sont sous souvent sur ta te tes toi ton toujours tous tout toute
toutes très trois trop tu un une va vers veuillez voici voilà voir vos votre vous vraiment merci ajouter supprimer modifier
enregistrer chercher recevoir répondre choisir semaine mois année page fichier liste compte prix total date heure informations réunion solution solutions formulaire problème problèmes imprimante commande commandes prochains prochaines prochain prochaine jour fin devrait arriver
envoyée envoyé envoyées trouvé trouvée habite numéro tenir tiendrons courant marche marchent vérifier renvoyer envoyer oublié oubliée prévue prévu question questions
demande demander besoin temps chose choses travail équipe bureau réponse rendez-vous matin soir midi lundi mardi mercredi jeudi vendredi samedi dimanche possible
impossible nécessaire important importante urgent urgente disponible disponibles gratuit gratuite nombre manière façon exemple cas partie point début lien mail
téléphone adresse document documents contrat signature livraison colis retard erreur erreurs écran bouton clavier souris dossier réseau connexion mise jours
peux veux voudrais aimerais pourriez pourrait serait reçu reçue ajouté modifié supprimé enregistré validé terminé commencé`;

const portuguese = `agora ainda algo alguém algum alguma algumas alguns ali amanhã antes ao aos apenas aqui aquele aquela aquilo as assim
até bem bom cada com como contra contudo da das de dela dele deles depois desde desta deste deve devem dia dias do dois dos duas
durante e ela elas ele eles em enquanto entre era eram essa essas esse esses esta está estamos estão estas estar este estes estou
eu fazer feito fica foi foram fosse há hoje hora horas isso isto já lá lhe lhes mais mas me melhor menos mês meses mesma mesmo
meu meus minha minhas muita muitas muito muitos na nada não nas nem nenhum nenhuma no nos nós nossa nosso nova novas novo novos
num numa nunca o obrigada obrigado olá onde ontem os ou outra outras outro outros para pela pelas pelo pelos pode podem poder
pois por porque pouco pouca precisa primeira primeiro próxima próximo quais qual quando quanto quase que quem quer são se seja sem
sempre sendo ser será seu seus si sido sim sob sobre somente sua suas também tanto tão te tem têm temos tenho ter teu toda todas
todo todos três tu tua tudo última último um uma umas uns vai vamos você vocês vou adicionar alterar apagar enviar guardar salvar
pesquisar procurar receber responder escolher semana ano página lista conta preço total data informações reunião solução soluções formulário problema problemas impressora pedido pedidos próximos próximas chegar chegou enviado enviada enviados funciona
funcionam encontramos encontrado avisaremos avisar assim houver mora número verifique verificar envie dados documentos fim final antes resultado resultados esqueceu
alterações cliente fatura paga pago questão pergunta tempo coisa coisas trabalho equipe equipa escritório resposta manhã tarde noite segunda terça quarta quinta
sexta sábado domingo possível impossível necessário importante urgente disponível grátis maneira exemplo parte ponto início link telefone endereço documento contrato
assinatura entrega atraso erro erros tela botão teclado pasta rede conexão qualquer hora horas recebido recebida adicionado alterado apagado salvo validado terminado começado`;

const list = (text: string): readonly string[] => text.split(/\s+/);

/** Per language, beside the dictionaries. */
export const everydayWords = {
  de: list(german),
  fr: list(french),
  es: list(spanish),
  pt: list(portuguese),
} as const;

/** German nouns as they are written, with their capital. */
export const germanNounList: readonly string[] = list(germanNouns);
