package sample

import (
	"strings"

	"walkin/internal/directory"
)

var dutch = language{
	tag: "nl",
	nouns: strings.Fields(`
		jongeren tijd hulp koffie praten vrienden school muziek rust gesprek spelletjes eten huiswerk werk steun
		vrijwilligers angst sport familie geld eenzaamheid wonen thuis gevoelens dromen buurt opleiding stress slaap
		liefde humor film kunst natuur thee soep bordspellen computers gitaar piano voetbal basketbal dans theater
		fietsen planten boeken tekeningen foto's ambacht breien koken bakken uitstapjes kampvuur feesten feestdagen
		vakanties weekends avonden middagen ochtenden brieven formulieren rekeningen gezelligheid aandacht moed hoop
		plezier verdriet boosheid twijfel schaamte grenzen gewoontes lichaam zelfvertrouwen begeleiding advies
		mentoren studenten leerlingen broers zussen ouders buren klasgenoten collega's gasten ideeën taken
		verantwoordelijkheid gereedschap verf klei stof wol papier podcasts gedichten rollenspel schaken kaarten
		tafeltennis yoga zwemmen klimmen hardlopen wandelen zeilen vissen tuinieren dieren paarden honden katten
		kippen bijen koor drums geluid licht ruimte banken kussens dekens posters kranten taal wiskunde examens
		stage bijbaan sollicitaties toestemming`),
	verbs: strings.Fields(`
		praten binnenlopen eten spelen luisteren leren helpen chillen koken lachen ontspannen denken lezen schrijven
		tekenen schilderen zingen dansen bakken delen vragen vertellen zoeken bouwen rennen fietsen wandelen zitten
		rusten dromen oefenen plannen organiseren repareren naaien breien kweken klimmen zwemmen filmen
		fotograferen opnemen optreden discussiëren begrijpen groeien knutselen ontmoeten`),
	adjectives: strings.Fields(`
		open gratis rustig veilig gezellig vrij nieuw goed laagdrempelig anoniem creatief warm klein groot leuk stil
		vriendelijk eenvoudig groen lokaal sociaal actief makkelijk zacht licht vast vrijwillig eerlijk gemengd
		kleurrijk muzikaal gezond digitaal praktisch persoonlijk flexibel nieuwsgierig laat vroeg samen`),
	firsts: strings.Fields(`
		jongeren inloop huiswerk muziek buurt praat avond spel werk woon kook vrijdag school sport steun angst rouw
		gezins advies kunst natuur vuur bordspel film theater dans fiets tuin boeken lichaams vrienden droom geluid
		podcast foto schrijf lees teken schilder naai brei hout metaal klei planten straat park strand bos haven wijk
		dorps stads vakantie zomer winter herfst lente ochtend middag nacht zondag woensdag dinsdag donderdag zaterdag
		meiden jongens ouder broer mentor vrijwilligers studie stage leerling geld schulden rechts gezondheids slaap
		stress mindfulness yoga bal voetbal basketbal klim zwem loop wandel zeil vis paarden honden computer robot
		code game kaart schaak quiz koor ritme gitaar drum zang rap slam dicht krant radio taal reken examen
		sollicitatie liefdes grens cultuur wereld klimaat`),
	lasts: strings.Fields(`
		groep café avond begeleiding hulp huis punt ruimte werkplaats club training gesprek spreekuur steun aanbod
		bijeenkomst cursus tocht spel keuken hoek dag uur netwerk school project feest week lijn kamer podium festival
		kraam wedstrijd winkel bus wagen kamp hut hal baan studio salon forum raad gilde maatje team lab
		laboratorium academie bibliotheek atelier`),
	pairs: lines(`
		angst en praten
		eenzaamheid en vrienden
		huiswerk en koffie
		stress en slaap
		geld en wonen
		muziek en eten
		een rustig gesprek
		een gesprek over angst
		vrienden en gezelligheid
		rouw en verdriet
		werk en opleiding
		spelletjes en thee
		lichaam en zelfvertrouwen
		familie en scheiding
		pesten en school`),
	roots: strings.Fields(`
		berken kastanje zwaluwen hazel heide meeuwen spreeuwen klaver hop klaproos esdoorn barnsteen duin golf elzen
		lijsterbes veenbes bramen rozenbottel meidoorn viooltjes anemoon mussen leeuwerik uilen eekhoorn egel krab
		mossel libellen vlinder lieveheer lantaarn peren kersen frambozen kruisbes rabarber bieslook tijm marjolein
		lavendel goudsbloem vergeetmij madelief paardenbloem klaverzuring varen mos dennenappel kwallen zeester
		makreel kievit stern ijsvogel mees vinken winterkoning merel`),
	nests: strings.Fields(`
		nest hof tuin heuvel hut zolder kelder hoek bank deur trap dak kamer zaal schuur plein nis wagen erf erker`),
	streetFirsts: strings.Fields(`
		kerk school molen stations dorps nieuw hoog lange markt park haven water kanaal klooster kasteel berg dal
		bron kleine grote smids bakkers vissers rozen berken linden beuken eiken olmen wilgen zand veld tuin zonne`),
	streetLasts: strings.Fields(`straat straat straat straat laan weg weg plein kade steeg`),
	houses: []house{
		{directory.MeetingPlace, lines("Inloop\nOntmoetingsplek\nJongerenhoek\nTrefpunt")},
		{directory.CounsellingHouse, lines("Praatkamer\nLuisterkamer\nGesprekshuis\nAnoniem Advies")},
		{directory.YouthHouse, lines("Jeugdhuis\nJongerenhuis\nCultuurzolder")},
		{directory.YouthClub, lines("Jongerenclub\nAvondclub\nVrijetijdsclub")},
		{directory.YouthCafe, lines("Jongerencafé\nAvondcafé\nTheehuis")},
		{directory.AdviceCentre, lines("Adviespunt\nInfohoek\nVraagpunt")},
		{directory.DropIn, lines("Inloophuis\nDagkamer\nHuiskamer")},
		{directory.CommunityHouse, lines("Buurthuis\nWijkkamer\nBurenhuis")},
		{directory.RecoveryHouse, lines("Herstelhuis\nKeerpunt")},
		{directory.FamilyHouse, lines("Gezinskamer\nOuderhuis")},
		{directory.YouthClinic, lines("Jongerenspreekuur\nJongerenkliniek")},
		{directory.CrisisCentre, lines("Nachthuis\nNoodherberg")},
	},
	centres: lines(`
		{house} {Street}
		{house} {Street}
		{house} {town}
		{house} {name}
		{house} {name} {town}
		{name}
		{name}, {compound} in {town}`),
	titles: lines(`
		{Compound}
		{Compound} voor jongeren
		{Compound} in {town}
		{Topic}: {compound}
		Open {compound}
		{Compound} met {noun} en {noun}`),
	organisations: lines(`
		Stichting {name}
		Vereniging {name} {town}
		{root}kring {town}
		{name} Jongerenwerk
		{root}bond`),
	helplines: lines(`
		{root}lijn
		{root}chat
		{root}lijn {town}`),
	networks: lines(`
		Proefnetwerk van open deuren
		Proefnetwerk voor plekken van jongeren`),
	sentences: lines(`
		Hier kun je {verb}, {verb} en {verb} met andere jongeren.
		We praten over {topic}, {noun} en {noun}.
		Kom langs voor {noun}, {noun} en {compound}.
		Er is plek voor {noun} en {noun}, ook als het gaat over {topic}.
		Veel jongeren komen voor {pair}.
		Je hoeft niet te {verb}, je mag ook gewoon {verb}.
		De plek in {town} heeft {noun}, {noun} en {compound}.
		Elke week is er {compound}, {compound} en {noun}.
		Je bent welkom zonder afspraak, en het is {adjective} en {adjective}.
		De vrijwilligers helpen met {noun}, {noun} en {topic}.
		Bij ons vind je {noun} en {noun}, {adjective} en {adjective}.
		Neem gerust iemand mee naar {compound} of {compound}.
		We hebben {noun}, en 's avonds is er vaak {compound}.
		Soms wil je gewoon {verb} over {topic} met een volwassene.
		Het is er voor jou als je denkt aan {topic} of {topic}.`),
	doubts: lines(`
		om de week op woensdag
		bel eerst
		tijden kunnen wijzigen
		alleen in schoolweken`),
	closed: lines(`
		Gesloten in de zomer
		Gesloten in de vakantie
		Gesloten wegens een cursus`),
}
