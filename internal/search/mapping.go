package search

import (
	"fmt"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/custom"
	"github.com/blevesearch/bleve/v2/analysis/lang/da"
	"github.com/blevesearch/bleve/v2/analysis/lang/de"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/lang/fr"
	"github.com/blevesearch/bleve/v2/analysis/lang/nl"
	"github.com/blevesearch/bleve/v2/analysis/lang/no"
	"github.com/blevesearch/bleve/v2/analysis/lang/sv"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/whitespace"
	"github.com/blevesearch/bleve/v2/mapping"
)

// mappingVersion names the rules by which documents are made and analysed.
// Raise it with every change to this file or to document.go: an index of
// another version is built again.
const mappingVersion = "3"

// Fields of a document.
const (
	// fieldName holds the folded words of names and titles in every spelling.
	fieldName = "name"
	// fieldWord holds the folded words of all texts in every spelling; so
	// "sovn" finds "søvn", in any language.
	fieldWord = "word"
	// fieldStem and a language tag hold the stems of the texts in that
	// language; so "samtaler" finds "samtalerne".
	fieldStem = "stem_"
	// fieldPart and a language tag hold the parts of the compounds in that
	// language, folded; so "rådgivning" finds "Ungdomsrådgivningen".
	fieldPart = "part_"
)

// compounding are the languages that write compounds as one word.
var compounding = []string{"da", "nl"}

// analyzers gives the analyzer of bleve for each language that has one.
// Norwegian Bokmål is "nb" to browsers and "no" to bleve.
var analyzers = map[string]string{
	"da": da.AnalyzerName, "nl": nl.AnalyzerName, "en": en.AnalyzerName, "sv": sv.AnalyzerName,
	"nb": no.AnalyzerName, "de": de.AnalyzerName, "fr": fr.AnalyzerName,
}

// folded is the name of the analyzer of texts that were folded before they
// came to bleve: it only splits at spaces.
const folded = "folded"

// newMapping makes the lean mapping: nothing stored, no term vectors, no
// values by document, no catch-all field, no scores of bleve's own.
func newMapping() (*mapping.IndexMappingImpl, error) {
	m := bleve.NewIndexMapping()
	if err := m.AddCustomAnalyzer(folded, map[string]any{
		"type": custom.Name, "tokenizer": whitespace.Name,
	}); err != nil {
		return nil, fmt.Errorf("add analyzer: %w", err)
	}
	doc := bleve.NewDocumentStaticMapping()
	doc.AddFieldMappingsAt(fieldName, lean(folded))
	doc.AddFieldMappingsAt(fieldWord, lean(folded))
	for lang, analyzer := range analyzers {
		doc.AddFieldMappingsAt(fieldStem+lang, lean(analyzer))
	}
	for _, lang := range compounding {
		doc.AddFieldMappingsAt(fieldPart+lang, lean(folded))
	}
	m.DefaultMapping = doc
	m.StoreDynamic, m.IndexDynamic, m.DocValuesDynamic = false, false, false
	return m, nil
}

func lean(analyzer string) *mapping.FieldMapping {
	f := bleve.NewTextFieldMapping()
	f.Analyzer = analyzer
	f.Store, f.IncludeTermVectors, f.IncludeInAll, f.DocValues = false, false, false, false
	return f
}

// stemmer analyses typed text as the documents of one language were analysed.
type stemmer struct{ analyzer analysis.Analyzer }

// stemmers gives a stemmer for each language.
func stemmers(m *mapping.IndexMappingImpl) map[string]stemmer {
	byLang := make(map[string]stemmer, len(analyzers))
	for lang, name := range analyzers {
		byLang[lang] = stemmer{m.AnalyzerNamed(name)}
	}
	return byLang
}

// stem is the stem of one word of a text; words that carry no meaning of
// their own ("og", "the") have none.
type stem struct {
	text       string
	start, end int // bytes of the text
}

func (s stemmer) stems(text string) []stem {
	tokens := s.analyzer.Analyze([]byte(text))
	stems := make([]stem, len(tokens))
	for i, t := range tokens {
		stems[i] = stem{string(t.Term), t.Start, t.End}
	}
	return stems
}
