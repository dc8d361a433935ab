{
  const { lang } = document.documentElement
  const style = { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }
  const format = (more) => new Intl.DateTimeFormat(lang === 'en' ? 'en-GB' : lang, { ...style, ...more })
  const [here, paris, named] = [{}, { timeZone: 'Europe/Paris' }, { timeZoneName: 'short' }].map(format)
  const all = (selector) => document.querySelectorAll(selector)
  for (const told of all('time,[data-window]')) {
    const [from, until = from] = (told.dateTime || told.dataset.window).split('/').map((at) => new Date(at))
    if (here.format(from) !== paris.format(from)) told.textContent = named.formatRange(from, until)
  }
  const check = () => {
    for (const title of all('[data-confirmed]')) {
      const minutes = Math.floor((Date.now() - new Date(title.dataset.confirmed)) / 6e4)
      if (minutes < 2) return
      for (const part of all('[data-fresh],[data-late]')) part.hidden = 'fresh' in part.dataset
      title.textContent = title.textContent.replace(/\d+/, minutes)
    }
  }
  check()
  setInterval(check, 15e3)
}
