//go:build !race

package slackapp

const raced = false
