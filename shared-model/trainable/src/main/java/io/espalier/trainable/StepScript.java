package io.espalier.trainable;

/// What a training step does besides the graph, as methods of the same script.
///
/// Calls of libtorch's operators in the form of `torch.jit.save` (PyTorch 2.7).
final class StepScript {

    /// `gradients(l, p)`: `∂l/∂p`, in memory as `p` lies; 0 for what `l` does not depend on.
    ///
    /// `∂l/∂p` is asked for, not accumulated: what the last operator of the backward pass computed is the gradient,
    /// without a pass to clear it before and one to add to it.
    static final String GRADIENTS = "gradients";

    /// `gradients_of(l, p, f)`: the same of `p`, then of `f`.
    static final String GRADIENTS_OF = "gradients_of";

    /// `sgd(r, p, g, v)` with `r = (λ, μ, η)`: `v ← μ v + g + λ p`, `p ← p − η v`, in one pass over memory; with `μ =
    // 0` no `v`.
    static final String SGD = "sgd";

    static final String METHODS = """
            def ordered(self, l: Tensor, p: List[Tensor]) -> List[Tensor]:
              found = torch.autograd.grad([l], p, None, None, False, True)
              gradients = annotate(List[Tensor], [])
              for i in range(torch.len(p)):
                g = found[i]
                if torch.__is__(g, None):
                  zeros = torch.append(gradients, torch.zeros_like(p[i]))
                else:
                  h = unchecked_cast(Tensor, g)
                  if torch.eq(torch.dim(h), 4):
                    last = torch.append(gradients, torch.contiguous(h, memory_format=2))
                  else:
                    rows = torch.append(gradients, torch.contiguous(h))
              return gradients
            def gradients(self, l: Tensor, p: List[Tensor]) -> List[Tensor]:
              return (self).ordered(l, p)
            def gradients_of(self, l: Tensor, p: List[Tensor], f: List[Tensor]) -> List[Tensor]:
              return (self).ordered(l, torch.add(p, f))
            def stored(self, tensors: List[Tensor]) -> List[Tensor]:
              rows = annotate(List[Tensor], [])
              for i in range(torch.len(tensors)):
                t = tensors[i]
                if torch.eq(torch.dim(t), 4):
                  permuted = torch.append(rows, torch.permute(t, [0, 2, 3, 1]))
                else:
                  same = torch.append(rows, t)
              return rows
            def sgd(self, r: Tensor, p: List[Tensor], g: List[Tensor], v: List[Tensor]) -> Tensor:
              decay = float(torch.select(r, 0, 0))
              momentum = float(torch.select(r, 0, 1))
              rate = float(torch.select(r, 0, 2))
              q = (self).stored(p)
              h = (self).stored(g)
              if torch.eq(momentum, 0.):
                u = annotate(List[Tensor], [])
              else:
                u = (self).stored(v)
              torch._fused_sgd_(q, h, u, weight_decay=decay, momentum=momentum, lr=rate, dampening=0., \
            nesterov=False, maximize=False, is_first_step=False)
              return r
            """;

    private StepScript() {}
}
