// Runs before the first paint: "as the system" becomes light or dark, so that nothing flashes.
(function () {
  const root = document.documentElement;
  if (root.dataset.theme !== "auto") return;
  const wish = window.matchMedia("(prefers-color-scheme: dark)");
  const follow = () => { root.dataset.bsTheme = wish.matches ? "dark" : "light"; };
  follow();
  wish.addEventListener("change", follow);
})();
