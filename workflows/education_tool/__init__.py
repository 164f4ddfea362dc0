"""Review of education tools (eğitim aracı): who pays, who looks, what the decision serves."""
