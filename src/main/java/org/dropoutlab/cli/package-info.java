/**
 * The command line: commands, options and help. May import everything; loads ND4J only when something is trained.
 */
package org.dropoutlab.cli;
