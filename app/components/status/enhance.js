{
  const all = (selector) => document.querySelectorAll(selector)
  const style = { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }
  const [here, paris, named] = [{}, { timeZone: 'Europe/Paris' }, { timeZoneName: 'short' }].map(
    (more) => new Intl.DateTimeFormat(all('html')[0].lang.replace('en', 'en-GB'), { ...style, ...more }),
  )
  for (const told of all('time,[data-window]')) {
    const [from, until = from] = (told.dateTime || told.dataset.window).split('/').map((at) => new Date(at))
    if (here.format(from) !== paris.format(from)) told.textContent = named.formatRange(from, until)
  }
  const check = () => {
    for (const told of all('[data-confirmed]')) {
      const minutes = Math.floor((Date.now() - new Date(told.dataset.confirmed)) / 6e4)
      if (minutes < 2) return
      told.textContent = told.textContent.replace(/\d+/, minutes)
      for (const part of all('[data-fresh],[data-late]')) part.hidden = 'fresh' in part.dataset
    }
  }
  check()
  setInterval(check, 15e3)
}
