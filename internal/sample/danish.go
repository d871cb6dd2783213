package sample

import (
	"strings"

	"walkin/internal/directory"
)

var danish = language{
	tag: "da",
	nouns: strings.Fields(`
		unge tid hjælp mad venner fællesskab kaffe samtale musik ro spil skole hverdag aftensmad råd angst job voksne
		frivillige familie lektier sport støtte penge ensomhed tryghed tanker følelser drømme bolig uddannelse stress
		søvn kærlighed humor film kunst natur te boller brætspil computere guitar klaver fodbold basket dans teater
		cykler planter bøger tegninger fotos håndværk strikketøj madlavning bagværk ture udflugter bål fester
		højtider ferier weekender aftener formiddage eftermiddage breve skemaer regninger samvær nærvær humør mod håb
		glæde sorg vrede tvivl skam skyld grænser vaner krop mening vejledning rådgivning mentorer studerende lærlinge
		søskende forældre kærester naboer klassekammerater kolleger gæster nye idéer opgaver ansvar værktøj maling
		ler stof garn papir podcasts digte rollespil skak kortspil bordtennis yoga svømning klatring løb vandring
		sejlads fiskeri havearbejde dyr heste hunde katte høns bier kor trommer lyd lys rum sofaer puder tæpper
		plakater aviser sprog dansk matematik eksamen praktik fritidsjob ansøgninger samtykke`),
	verbs: strings.Fields(`
		snakke møde være spise lave spille høre få lære prøve hjælpe lytte tale grine slappe tænke læse skrive tegne
		male synge danse bage dele vise spørge fortælle finde bygge løbe cykle gå sidde hvile drømme øve planlægge
		arrangere reparere sy strikke dyrke lege klatre svømme filme fotografere indspille optræde diskutere forstå
		vokse hænge`),
	adjectives: strings.Fields(`
		åbent gratis roligt trygt fælles nyt godt hyggeligt uformelt anonymt kreativt varmt lille stort frit sjovt
		stille venligt enkelt grønt lokalt socialt aktivt nemt blødt lyst fast frivilligt tæt ærligt blandet farverigt
		musikalsk sundt digitalt praktisk personligt fleksibelt nysgerrigt`),
	firsts: strings.Fields(`
		ungdoms samtale fælles musik aften lektie kreativ nabo bolig spille madlavnings fredags job skole motions
		støtte angst sorg familie vejlednings kunst natur bål brætspils film teater danse cykel have bøge krops
		venskabs drømme lyd podcast foto skrive læse tegne male sy strikke træ metal ler plante gade park strand skov
		havne bydels landsby by ferie sommer vinter efterårs forårs morgen middags nat søndags onsdags tirsdags
		torsdags lørdags pige drenge forældre søskende mentor frivillig studie praktik lærlinge økonomi gælds rets
		sundheds søvn stress mindfulness yoga bold fodbold basket klatre svømme løbe vandre sejl fiske heste hunde
		computer robot kode gamer kort skak quiz kor rytme guitar tromme sang rap slam digt avis radio
		sprog dansk matematik eksamens ansøgnings kærligheds grænse identitets kultur verdens klima`),
	lasts: strings.Fields(`
		gruppe café aften værksted klub hus samtale rådgivning rum hjælp fællesskab forløb træning hold vejledning
		støtte tilbud møde kursus tur spil køkken hjørne dag time netværk skole projekt fest uge linje stue scene
		festival bod dyst butik bus vogn lejr hytte hal bane studie salon forum råd laug makker team lab
		laboratorium universitet bibliotek`),
	pairs: lines(`
		angst og samtale
		ensomhed og fællesskab
		lektier og kaffe
		stress og søvn
		penge og bolig
		musik og mad
		en stille samtale
		en samtale om angst
		venner og fællesskab
		sorg og savn
		job og uddannelse
		spil og hygge
		krop og selvværd
		familie og skilsmisse
		mobning og skole`),
	roots: strings.Fields(`
		birke kastanje svale hassel lyng måge stære kløver humle valmue ahorn rav klit bølge elle rønne tranebær
		brombær hyben tjørne viol anemone spurve lærke ugle egern pindsvine krabbe musling guldsmede sommerfugle
		mariehøne lygte krudt pære kirsebær hindbær stikkelsbær rabarber purløg timian merian lavendel morgenfrue
		forglemmigej bellis tusindfryd vorte mælkebøtte skovsyre bregne mos kogle grangren vandmands søstjerne
		makrel hornfisk vibe terne lom isfugl musvit bogfinke gærdesmutte solsort`),
	nests: strings.Fields(`
		reden lunden haven bakken stuen hytten laden loftet kælderen hjørnet bænken døren trappen taget salen skuret
		pladsen krogen vognen karnappen`),
	streetFirsts: strings.Fields(`
		nørre sønder vester øster skole kirke mølle stations jernbane ny hoved strand skov eng bak havne torve
		kloster slots park vinkel kilde lille store smede garver bager fisker rosen birke linde bøge ege elme`),
	streetLasts: strings.Fields(`gade gade gade vej vej vej stræde allé torv plads`),
	houses: []house{
		{directory.MeetingPlace, lines("Ungehuset\nMødestedet\nUngehjørnet\nSamlingspunktet")},
		{directory.CounsellingHouse, lines("Samtalerummet\nUngerådgivningen\nLyttestuen\nAnonym Rådgivning")},
		{directory.YouthClub, lines("Ungdomsklubben\nFritidsklubben\nAftenklubben")},
		{directory.YouthCafe, lines("Ungdomscaféen\nAftencaféen\nKaffestuen")},
		{directory.DropIn, lines("Værestedet\nVarmestuen\nDagstuen")},
		{directory.AdviceCentre, lines("Vejledningen\nUngevejledningen\nInfohjørnet")},
		{directory.YouthHouse, lines("Ungdomshuset\nHuset for Unge\nKulturloftet")},
		{directory.CommunityHouse, lines("Nabohuset\nKvarterhuset\nBydelsstuen")},
		{directory.RecoveryHouse, lines("Skolen for Hverdagen\nVendepunktet")},
		{directory.FamilyHouse, lines("Familiestuen\nForældrehuset")},
		{directory.YouthClinic, lines("Ungeklinikken\nPræventionsklinikken")},
		{directory.CrisisCentre, lines("Nødherberget\nNatstuen")},
	},
	centres: lines(`
		{house} {Street}
		{house} {Street}
		{house} {town}
		{house} {name}
		{house} {name} {town}
		{name}
		{name}, {compound} i {town}`),
	titles: lines(`
		{Compound}
		{Compound} for unge
		{Compound} i {town}
		{Topic}: {compound}
		Åben {compound}
		{Compound} med {noun} og {noun}`),
	organisations: lines(`
		Foreningen {name}
		{root}foreningen i {town}
		Fonden {name}
		Selvejende {name} {town}
		{root}laget`),
	helplines: lines(`
		{root}linjen
		{root}chatten
		{root}linjen {town}`),
	networks: lines(`
		Prøvenetværket for åbne døre
		Prøvenetværket for unges steder`),
	sentences: lines(`
		Her kan du {verb}, {verb} og {verb} sammen med andre unge.
		Vi taler om {topic}, {noun} og {noun}.
		Kom forbi til {noun}, {noun} og {compound}.
		Der er plads til {noun} og {noun}, også når det handler om {topic}.
		Mange kommer for {pair}.
		Du behøver ikke {verb}, du kan også bare {verb}.
		Stedet i {town} har {noun}, {noun} og {compound}.
		Hver uge er der {compound}, {compound} og {noun}.
		Du er velkommen uden aftale, og det er {adjective} og {adjective}.
		De frivillige kan hjælpe med {noun}, {noun} og {topic}.
		Hos os får du {noun} og {noun} i et {adjective} og {adjective} fællesskab.
		Tag gerne en ven med til {compound} eller {compound}.
		Vi har {noun}, og om aftenen er der tit {compound}.
		Nogle gange vil man bare {verb} om {topic} med en voksen.
		Det er for dig, der tænker på {topic} eller {topic}.`),
	doubts: lines(`
		hver anden onsdag
		ring først
		tiderne kan ændre sig
		kun i skoleugerne`),
	closed: lines(`
		Sommerlukket
		Lukket i ferien
		Lukket på grund af kursus`),
}
