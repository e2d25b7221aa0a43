// Beside allauth's own code for security keys: when the browser or the key gives up, the page says so in words.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const trouble = document.getElementById("key-trouble");
  if (trouble) trouble.hidden = false;
});
