/**
 * Commands and flags. May import everything; loads ND4J only when something is trained.
 */
package org.dropoutlab.cli;
