/** How a direct step changes the parameters: momentum fused with the gradient, or the network's own updaters. */
package org.dropoutlab.steps.update;
