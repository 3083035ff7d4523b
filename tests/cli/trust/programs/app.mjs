for (const url of process.env.URLS.split(" ")) {
  try {
    await fetch(url);
    console.log("ok");
  } catch (error) {
    console.log("refused", error.cause?.code);
  }
}
