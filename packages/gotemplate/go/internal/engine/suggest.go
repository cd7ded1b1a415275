package engine

import (
	"slices"
	"strings"
)

// builtins are the functions of text/template itself.
var builtins = strings.Fields("and break call continue eq ge gt html index js le len lt ne not or print printf println slice urlquery")

// suggest finds the function that a misspelt name most likely means.
func suggest(name string, candidates []string) string {
	best, shortest := "", max(1, len(name)/3)+1
	for _, candidate := range slices.Concat(builtins, candidates) {
		if distance := edits(strings.ToLower(name), strings.ToLower(candidate)); distance < shortest {
			best, shortest = candidate, distance
		}
	}
	return best
}

// edits counts the letters to insert, delete, replace or swap with the next one.
func edits(from, to string) int {
	before, row := []int(nil), make([]int, len(to)+1)
	for column := range row {
		row[column] = column
	}
	for index := range len(from) {
		next := make([]int, len(to)+1)
		next[0] = index + 1
		for column := range len(to) {
			cost := 1
			if from[index] == to[column] {
				cost = 0
			}
			next[column+1] = min(next[column]+1, row[column+1]+1, row[column]+cost)
			if index > 0 && column > 0 && from[index] == to[column-1] && from[index-1] == to[column] {
				next[column+1] = min(next[column+1], before[column-1]+1)
			}
		}
		before, row = row, next
	}
	return row[len(to)]
}
